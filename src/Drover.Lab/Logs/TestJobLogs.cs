using System.Collections.Concurrent;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Kernel.Logs;
using Drover.Lab.TestJobs;
using Drover.Lab.Telling;
using Microsoft.Extensions.Logging;

namespace Drover.Lab.Logs;

/// <summary>Takes the log lines of test jobs: each goes into the job's log as one item of a YAML list, those of level <c>results</c> become results too. The log of a job is
/// named <c>test-job/ID</c> and can be followed like any other.</summary>
public sealed class TestJobLogs(LabOptions options, ILogFiles files, ILoggerFactory logging) : IController
{
    /// <summary>The folder of these logs; the name of one is its job's id.</summary>
    internal const string Folder = "test-job";

    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<long, OpenLog> _open = new();
    private readonly ConcurrentDictionary<long, CaseMarkers> _markers = new();
    private readonly Lock _opening = new();
    private readonly SyncThreads _syncs = new();
    private readonly ILogger _log = logging.CreateLogger(LabLog.Category);
    private IKernel _kernel = null!;
    private long _lines;
    private long _linesLeftOut;

    /// <summary>Lines that were stored since the start.</summary>
    public long Lines => Volatile.Read(ref _lines);

    /// <summary>Lines that were not stored, because they are none or their log is full.</summary>
    public long LinesLeftOut => Volatile.Read(ref _linesLeftOut);

    /// <summary>Hears of what test shells have raised: the job, and the text.</summary>
    internal Action<long, string>? EventRaised { get; set; }

    /// <inheritdoc/>
    public Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        _kernel = kernel;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_open.Values.Select(open => open.Results.FlushAsync()));
        foreach (var id in _open.Keys)
            Close(id);
        _syncs.End();
    }

    /// <summary>Adds lines to the log of a job. When it returns they survive the end of this process; when its task ends the results among them are durable, and with
    /// them all lines before.</summary>
    /// <param name="job">The test job; lines of one that is not known are dropped.</param>
    /// <param name="lines">Each a YAML mapping in flow style without line breaks, with <c>lvl</c> and <c>msg</c>.</param>
    /// <param name="from">How many lines came before the first of these, as who sends them counts; null when nobody counts. What the log has already is not added again, and what it
    /// lacks is lost.</param>
    /// <returns>The verdict on the job as a whole, when one of the lines says it. It fails with <see cref="LogException"/> where the log cannot be written.</returns>
    public Task<TestJobEnd?> AppendAsync(long job, IReadOnlyList<LogText> lines, long? from = null)
    {
        try
        {
            return Append(job, lines, from);
        }
        catch (LogException e)
        {
            return Task.FromException<TestJobEnd?>(e);
        }
    }

    /// <summary>Opens the log of a test job for one reader; null when nothing has come yet.</summary>
    /// <exception cref="LogException">LOG_FAILED: it cannot be read.</exception>
    public ILogReader? OpenReader(long job)
    {
        try
        {
            return files.Open(NameOf(job));
        }
        catch (LogException e) when (e.Code == "LOG_EMPTY")
        {
            return null;
        }
    }

    /// <summary>Closes logs to which nothing has come for a while.</summary>
    internal Task CloseIdleAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        foreach (var (id, open) in _open)
            if (kernel.Clock.GetElapsedTime(open.Used) > s_idle)
                Close(id);
        // Markers outlive the closing of a log, not the test job.
        foreach (var id in _markers.Keys)
            if (!_open.ContainsKey(id) && kernel.State.TestJob(id) is null)
                _markers.TryRemove(id, out _);
        return Task.CompletedTask;
    }

    private Task<TestJobEnd?> Append(long job, IReadOnlyList<LogText> lines, long? from)
    {
        if (Open(job) is not { } open)
            return Task.FromResult<TestJobEnd?>(null);
        LineBatch batch;
        lock (open)
        {
            // Closed as idle at this very moment: it is opened anew.
            if (open.IsClosed)
                return Append(job, lines, from);
            open.Used = _kernel.Clock.GetTimestamp();
            batch = new LineBatch(open, options, _kernel.Clock, lines.Sum(line => line.Text.Length + 3), isCounted: from is not null);
            var written = open.Appender.Line - 1;
            var number = Math.Min(from ?? written, written);
            var known = (int)Math.Min(written - number, lines.Count);
            for (var i = 0; i < lines.Count; i++)
            {
                if (i < known)
                    batch.Repeat(lines[i], number + i);
                else
                    batch.Take(lines[i]);
            }
            if (batch.Taken > 0)
                open.Appender.Append(batch.Bytes);
        }
        Interlocked.Add(ref _lines, batch.Taken);
        Interlocked.Add(ref _linesLeftOut, batch.LeftOut);
        if (batch.BecameFull)
            LabLog.LogFull(_log, job, $"{options.LogBytes} bytes or {options.LogLines} lines");
        foreach (var raised in batch.Events)
            EventRaised?.Invoke(job, raised);
        return batch.Results.Count == 0 ? Task.FromResult(batch.Verdict) : open.Results.RecordAsync(batch.Results, batch.Verdict);
    }

    private OpenLog? Open(long job)
    {
        if (_open.TryGetValue(job, out var known))
            return known;
        if ((_kernel.State.TestJob(job) ?? Past(job)) is not { Worker: not null } found)
            return null;
        lock (_opening)
        {
            if (_open.TryGetValue(job, out known))
                return known;
            MakeRoom();
            return _open[job] = Open(found);
        }
    }

    /// <summary>Closes the least used logs when there are as many as may be. Their syncs are not waited for, unless the disk does not keep up.</summary>
    private void MakeRoom()
    {
        if (_open.Count < options.LogsOpen)
            return;
        var some = Math.Max(1, options.LogsOpen / 8);
        foreach (var (id, open) in _open.Where(entry => !entry.Value.IsLeaving).OrderBy(entry => entry.Value.Used).Take(some).ToList())
        {
            open.IsLeaving = true;
            if (_open.Count < options.LogsOpen + some)
                _ = _syncs.RunAsync(() => Close(id));
            else
                Close(id);
        }
    }

    private OpenLog Open(TestJob job)
    {
        var appender = files.OpenAppender(NameOf(job.Id));
        try
        {
            // Lines are told by their numbers, so what a crash has left of one must go before the next comes.
            appender.DropUnfinishedLine();
            return new OpenLog(_kernel, _syncs, job.Id, job.Submitted, appender, _markers.GetOrAdd(job.Id, _ => new CaseMarkers()))
            {
                Used = _kernel.Clock.GetTimestamp(),
                HasSaidFull = appender.Line > options.LogLines || appender.End >= options.LogBytes,
            };
        }
        catch
        {
            appender.Dispose();
            throw;
        }
    }

    private static string NameOf(long job) => $"{Folder}/{job}";

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
                open.Close();
            }
            catch (LogException e)
            {
                LabLog.LogNotSynced(_log, job, e.Message);
            }
            // Only now: a log has one writer, and whoever looks meanwhile finds this one and waits for it.
            _open.TryRemove(new KeyValuePair<long, OpenLog>(job, open));
        }
    }
}
