using System.Text;
using Drover.Lab.Logs;
using Drover.Lava.Logs;

namespace Drover.Lava.Tests.Logs;

/// <summary>A domain that keeps the lines of each job.</summary>
internal sealed class RecordingLogs : ILogEvents
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, List<(string Text, LineLevel Level)>> _lines = [];

    /// <summary>What happens before lines are kept.</summary>
    public Action<long> First { get; set; } = _ => { };

    public void Received(long jobId, ReadOnlySpan<LogLine> lines)
    {
        First(jobId);
        lock (_gate)
            foreach (var line in lines)
            {
                Assert.Equal(jobId, line.JobId);
                (_lines.TryGetValue(jobId, out var known) ? known : _lines[jobId] = []).Add((Encoding.UTF8.GetString(line.Text.Span), line.Level));
            }
    }

    public IReadOnlyList<(string Text, LineLevel Level)> Of(long job)
    {
        lock (_gate)
            return _lines.TryGetValue(job, out var known) ? [.. known] : [];
    }
}
