using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Kernel.Logs;
using Drover.Lab.Definitions;
using Drover.Lab.Results;
using Drover.Lab.TestJobs;
using Drover.Lab.Telling;
using Drover.Yaml;
using Microsoft.Extensions.Logging;

namespace Drover.Lab.Logs;

/// <summary>Takes the log lines of test jobs: each goes into the job's log as one item of a YAML list, those of level <c>results</c> become results too. The log of a job is
/// named <c>test-job/ID</c> and can be followed like any other.</summary>
public sealed class TestJobLogs(ILogFiles files, ILoggerFactory logging) : IController
{
    private const int LongestComment = 4_096;
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<long, OpenLog> _open = new();
    private readonly Lock _opening = new();
    private readonly ILogger _log = logging.CreateLogger(LabLog.Category);
    private IKernel _kernel = null!;

    /// <inheritdoc/>
    public Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        _kernel = kernel;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var id in _open.Keys)
            Close(id);
        return Task.CompletedTask;
    }

    /// <summary>Adds lines to the log of a job. When it returns they survive the end of this process; when its task ends they, and the results among them, are durable.</summary>
    /// <param name="job">The test job; lines of one that is not known are dropped.</param>
    /// <param name="lines">Each a YAML mapping in flow style without line breaks, with <c>lvl</c> and <c>msg</c>.</param>
    /// <param name="from">How many lines came before the first of these, as who sends them counts; null when nobody counts. What the log has already is not added again, and what it
    /// lacks is lost.</param>
    /// <returns>The verdict on the job as a whole, when one of the lines says it.</returns>
    public Task<TestJobEnd?> AppendAsync(long job, IReadOnlyList<LogText> lines, long? from = null)
    {
        if (Open(job) is not { } open)
            return Task.FromResult<TestJobEnd?>(null);
        List<TestResult> results = [];
        TestJobEnd? verdict = null;
        lock (open)
        {
            // Closed as idle at this very moment: it is opened anew.
            if (open.IsClosed)
                return AppendAsync(job, lines, from);
            open.Used = _kernel.Clock.GetTimestamp();
            var written = open.Appender.Line - 1;
            var number = Math.Min(from ?? written, written);
            var known = (int)Math.Min(written - number, lines.Count);
            var buffer = new ArrayBufferWriter<byte>(lines.Sum(line => line.Text.Length + 3));
            foreach (var (index, line) in lines.Index())
            {
                // Also of lines that are written already: a crash may have come before their results were recorded, and the same line gives the same row.
                if (line.MayBeResult && Read(open, number + index, line.Text.Span) is { } read)
                {
                    results.Add(read.Row);
                    verdict ??= read.Verdict;
                }
                if (index < known)
                    continue;
                buffer.Write("- "u8);
                buffer.Write(line.Text.Span);
                buffer.Write("\n"u8);
            }
            if (buffer.WrittenCount > 0)
                open.Appender.Append(buffer.WrittenSpan);
            // Results may not say what the log has lost.
            if (results.Count > 0)
                open.Appender.Sync();
        }
        return results.Count == 0 ? Task.FromResult<TestJobEnd?>(null) : RecordAsync(results, verdict);
    }

    /// <summary>Closes logs to which nothing has come for a while.</summary>
    internal Task CloseIdleAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        foreach (var (id, open) in _open)
            if (kernel.Clock.GetElapsedTime(open.Used) > s_idle)
                Close(id);
        return Task.CompletedTask;
    }

    private async Task<TestJobEnd?> RecordAsync(List<TestResult> results, TestJobEnd? verdict)
    {
        await _kernel.ExecuteAsync(new RecordResults(results), Caller.System, CancellationToken.None);
        return verdict;
    }

    private OpenLog? Open(long job)
    {
        if (_open.TryGetValue(job, out var known))
            return known;
        if ((_kernel.State.TestJob(job) ?? Past(job)) is not { Device: not null } found)
            return null;
        lock (_opening)
            return _open.GetOrAdd(job, _ => new OpenLog(found.Id, found.Submitted, OpenAppender(job)) { Used = _kernel.Clock.GetTimestamp() });
    }

    /// <summary>Lines are told by their numbers, so what a crash has left of one must go before the next comes.</summary>
    private ILogAppender OpenAppender(long job)
    {
        var appender = files.OpenAppender($"test-job/{job}");
        try
        {
            appender.DropUnfinishedLine();
            return appender;
        }
        catch
        {
            appender.Dispose();
            throw;
        }
    }

    // Lines may come after the end.
    private TestJob? Past(long job)
    {
        using var store = _kernel.ReadStore();
        return TestJob.Finished.Find(store, TestJob.KeyOf(job));
    }

    private void Close(long job)
    {
        if (!_open.TryGetValue(job, out var open))
            return;
        lock (open)
        {
            if (open.IsClosed)
                return;
            try
            {
                open.Appender.Sync();
            }
            catch (LogException e)
            {
                LabLog.LogNotSynced(_log, job, e.Message);
            }
            open.Appender.Dispose();
            open.IsClosed = true;
            // Only now: a log has one writer, and whoever looks meanwhile finds this one and waits for it.
            _open.TryRemove(new KeyValuePair<long, OpenLog>(job, open));
        }
    }

    private (TestResult Row, TestJobEnd? Verdict)? Read(OpenLog open, long number, ReadOnlySpan<byte> text)
    {
        try
        {
            if (YamlReader.Read(Encoding.UTF8.GetString(text), YamlRules.Lenient) is not YamlMap line || line.Find("lvl")?.AsText() != "results"
                || line.Find("msg") is not YamlMap message || ResultLine.Read(message).Result is not { } result)
                return null;
            var row = new TestResult
            {
                Job = open.Job,
                Submitted = open.Submitted,
                Line = number,
                Suite = result.Definition,
                Case = result.Case,
                Result = result.Verdict.ToString().ToLowerInvariant(),
                Set = result.Set,
                Measurement = result.MeasurementText,
                Units = result.Units,
                Level = result.Level,
                Logged = Timestamp.From(_kernel.Clock),
                FirstLine = result.StartLine,
                LastLine = result.EndLine,
                Metadata = result.Metadata,
            };
            return (row, result.IsJobEnd ? EndOf(result) : null);
        }
        catch (YamlException)
        {
            return null;
        }
    }

    private static TestJobEnd EndOf(ResultLine result)
    {
        var comment = result.ErrorMessage ?? "";
        return new TestJobEnd(result.Verdict == ResultVerdict.Pass ? TestJobHealth.Complete : TestJobHealth.Incomplete, result.ErrorType ?? "",
            comment.Length <= LongestComment ? comment : comment[..LongestComment]);
    }

    private sealed class OpenLog(long job, Timestamp submitted, ILogAppender appender)
    {
        public long Job { get; } = job;

        public Timestamp Submitted { get; } = submitted;

        public ILogAppender Appender { get; } = appender;

        public long Used { get; set; }

        public bool IsClosed { get; set; }
    }
}

/// <summary>A log line as a worker sent it.</summary>
/// <param name="Text">UTF-8 without line breaks.</param>
/// <param name="MayBeResult">Whether its level may be <c>results</c>: then it is read as YAML.</param>
public readonly record struct LogText(ReadOnlyMemory<byte> Text, bool MayBeResult);
