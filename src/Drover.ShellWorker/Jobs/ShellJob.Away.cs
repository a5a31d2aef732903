using Drover.Lab.TestJobs;
using Drover.ShellWorker.Output;

namespace Drover.ShellWorker.Jobs;

/// <summary>A test job while its machine is away: it can be cancelled, and its time-outs count on.</summary>
internal sealed partial class ShellJob
{
    /// <summary>Waits for the machine, unless the job ends before.</summary>
    /// <param name="back">Ends when the machine is back.</param>
    /// <param name="leaving">The daemon ends.</param>
    /// <returns>Whether the machine is back; else the job is to end without it.</returns>
    public async Task<bool> AwaitMachineAsync(Task back, CancellationToken leaving)
    {
        while (!back.IsCompleted)
        {
            if (_note.Phase == JobPhase.Finishing || EndWithoutMachine() is not null)
                return false;
            using var timer = CancellationTokenSource.CreateLinkedTokenSource(leaving);
            await Task.WhenAny(back, _cancel.Task, Task.Delay(HasTimeouts ? UntilOverdue(_note.Phase == JobPhase.Running) : Timeout.InfiniteTimeSpan, _clock, timer.Token));
            await timer.CancelAsync();
            leaving.ThrowIfCancellationRequested();
        }
        await back;
        return true;
    }

    /// <summary>Ends it without its machine, where steps of it may still run: they are ended when it is back.</summary>
    /// <param name="node">Name of the machine.</param>
    public async Task<TestJobEnd> EndUnseenAsync(string node)
    {
        _notes.Make(_note.Job);
        var cause = _note.Cause ?? EndWithoutMachine();
        if (_note.Phase is JobPhase.Running)
            await StepAsync(
                [LogLine.Text(Now, "warning", $"Node {node} is away: what runs there is ended when it is back, and what it has printed since it was lost is not in this log")],
                note => note with { Phase = JobPhase.Ended, Ended = _sinceBoot(), Exit = "unknown", Passed = false, Cause = cause });
        else if (_note.Phase is JobPhase.Ended && _note.Cause is null)
            Note(_note with { Cause = cause });
        if (_note.Phase == JobPhase.Ended)
            await CloseAsync();
        else if (_note.Phase != JobPhase.Finishing)
            await EndEarlyAsync(cause!);
        return await FinishAsync();
    }

    /// <summary>One that was not begun has no time to count.</summary>
    private bool HasTimeouts => _plan is not null && _note.Phase is (JobPhase.Ready or JobPhase.Running or JobPhase.Ended);

    private JobCause? EndWithoutMachine() => _cancel.Task.IsCompleted ? JobCause.Canceled : HasTimeouts ? Overdue(_note.Phase == JobPhase.Running) : null;
}
