using System.Globalization;
using Drover.Kernel;
using Drover.Kernel.Logs;
using Drover.Lab.Telling;
using Drover.Lab.TestJobs;
using Microsoft.Extensions.Logging;

namespace Drover.Lab.Logs;

/// <summary>Removes logs of test jobs: those whose test job is not known any more, and those that are older than the settings say.</summary>
internal sealed class LogSweep(LabOptions options, ILogFiles files, ILoggerFactory logging)
{
    private readonly ILogger _log = logging.CreateLogger(LabLog.Category);

    /// <summary>Looks at all logs once.</summary>
    public Task LookAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        // In this order: a test job that begins meanwhile has no log in the list, and one that ends meanwhile is in the store.
        var logs = files.Below(TestJobLogs.Folder).ToList();
        var now = kernel.State;
        using var store = kernel.ReadStore();
        var removed = 0;
        foreach (var log in logs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (long.TryParse(log.AsSpan(TestJobLogs.Folder.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && now.TestJob(id) is null && IsOver(TestJob.Finished.Find(store, TestJob.KeyOf(id)), kernel.Clock))
                removed += Remove(log) ? 1 : 0;
        }
        if (removed > 0)
            LabLog.LogsRemoved(_log, removed);
        return Task.CompletedTask;
    }

    private bool IsOver(TestJob? past, TimeProvider clock) =>
        past is null || (options.LogKeep > TimeSpan.Zero && past.Ended is { } ended && Timestamp.From(clock) - ended > options.LogKeep);

    private bool Remove(string log)
    {
        try
        {
            files.Remove(log);
            return true;
        }
        catch (LogException e)
        {
            // A late line may have opened it; the next look comes.
            if (e.Code != "LOG_BUSY")
                LabLog.LogNotRemoved(_log, e.Message);
            return false;
        }
    }
}
