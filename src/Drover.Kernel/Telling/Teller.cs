using System.Threading.Channels;
using Drover.Kernel.Commands;
using Drover.Kernel.Events;
using Drover.Kernel.Jobs;
using Drover.Kernel.State;
using Microsoft.Extensions.Logging;

namespace Drover.Kernel.Telling;

/// <summary>Puts into the log what the writer has committed. The writer only hands over, and only when somebody listens; lines are made beside it.
/// When they are made too slowly what is new is left out, and that is said: nobody waits for a log.</summary>
internal sealed class Teller
{
    /// <summary>Commits and faults that wait to be told at most.</summary>
    private const int Backlog = 1_000;

    /// <summary>How long what is committed is gathered before lines are made of it. To wake a core for each commit costs the next one more than the
    /// lines do. It is time of the machine, since it is not told of anywhere.</summary>
    private static readonly TimeSpan s_gather = TimeSpan.FromMilliseconds(20);

    private readonly ILogger _jobs;
    private readonly JobTeller _teller;
    private readonly Channel<Notice> _notices;
    private readonly TaskCompletionSource _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _telling;
    private bool _commitsFail;
    private long _leftOut;

    public Teller(ILoggerFactory logging, KernelState loaded)
    {
        Log = logging.CreateLogger(KernelLog.Category);
        _jobs = logging.CreateLogger(JobLog.Category);
        _teller = new JobTeller(_jobs, Log, loaded.QueueState);
        _notices = Channel.CreateBounded<Notice>(
            new BoundedChannelOptions(Backlog) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite }, _ => Interlocked.Increment(ref _leftOut));
        _telling = TellAllAsync();
    }

    private abstract record Notice;

    private sealed record Committed(IReadOnlyList<Decision.Decided> Events, KernelState State) : Notice;

    private sealed record Faulted(DomainFault Fault) : Notice;

    /// <summary>Takes lines about the kernel's own work that are rare.</summary>
    public ILogger Log { get; }

    /// <summary>A batch is durable. Called by the writer.</summary>
    /// <param name="decision">Its events, and the state after them.</param>
    public void OnCommitted(Decision decision)
    {
        if (_commitsFail)
        {
            _commitsFail = false;
            KernelLog.CommitsAgain(Log);
        }
        if (IsToldOf(decision.Events))
            _notices.Writer.TryWrite(new Committed(decision.Events, decision.State));
    }

    /// <summary>A batch could not be written. Called by the writer; the first of several in a row is told.</summary>
    public void OnCommitFailed(Exception failure)
    {
        if (_commitsFail)
            return;
        _commitsFail = true;
        KernelLog.CommitFailed(Log, failure.Message);
    }

    /// <summary>Code of a domain failed.</summary>
    public void OnFault(DomainFault fault) => _notices.Writer.TryWrite(new Faulted(fault));

    /// <summary>Tells what has been handed over, and ends.</summary>
    public Task EndAsync()
    {
        _notices.Writer.TryComplete();
        _ending.TrySetResult();
        return _telling;
    }

    private bool IsToldOf(IReadOnlyList<Decision.Decided> events)
    {
        if (_jobs.IsEnabled(LogLevel.Information) || Log.IsEnabled(LogLevel.Debug))
            return events.Count > 0;
        // What is warned of, what is of the other category, and what must be known to tell a later change.
        foreach (var told in events)
            if (told.Happening is LocksAbandoned or AbandonedLocksFreed or JobsRecovered or ObjectStored { Value: QueueState })
                return true;
        return false;
    }

    private async Task TellAllAsync()
    {
        while (await _notices.Reader.WaitToReadAsync())
        {
            await Task.WhenAny(_ending.Task, Task.Delay(s_gather));
            while (_notices.Reader.TryRead(out var notice))
                TellOf(notice);
        }
    }

    private void TellOf(Notice notice)
    {
        if (Interlocked.Exchange(ref _leftOut, 0) is > 0 and var leftOut)
            KernelLog.LeftOut(Log, leftOut);
        try
        {
            Tell(notice);
        }
        catch (Exception e)
        {
            // A line that cannot be made must not silence those after it.
            KernelLog.Fault(Log, "the daemon", "telling of a commit", e);
        }
    }

    private void Tell(Notice notice)
    {
        if (notice is Faulted { Fault: var fault })
            KernelLog.Fault(Log, fault.Subject, fault.Step, fault.Cause);
        else if (notice is Committed committed)
            foreach (var told in committed.Events)
                _teller.Tell(told, committed.State);
    }
}
