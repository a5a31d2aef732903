using System.Text;
using Drover.Kernel.Commands;
using Drover.Kernel.Journal;

namespace Drover.Kernel.Jobs;

/// <summary>Log entries of jobs: rows that go with the next commit, within limits.</summary>
internal static class JobLogs
{
    /// <summary>Adds an entry to the job's log; past the limit of entries nothing is added.</summary>
    public static void Append(Decision d, long job, int opcode, string type, RawJson content)
    {
        var serial = d.State.LogSerials.GetValueOrDefault(job) + 1;
        var limit = d.Model.Options.LogEntriesPerJob;
        if (serial > limit)
            return;
        if (serial == limit)
            (type, content) = ("message", RawJson.String($" - WARNING: the log of this job is full ({limit} entries); later entries are dropped"));
        else if (content.Utf8.Length > d.Model.Options.LogEntryLimit)
            content = Cut(content, d.Model.Options.LogEntryLimit);
        d.Write(new LogRow(job, serial, opcode, d.Now, type, content.Utf8));
        d.Touch(job);
    }

    private static RawJson Cut(RawJson content, int limit)
    {
        var kept = Encoding.UTF8.GetString(content.Utf8.Span[..limit]);
        return RawJson.String($"{kept}… (cut: {content.Utf8.Length} bytes, the limit is {limit})");
    }
}
