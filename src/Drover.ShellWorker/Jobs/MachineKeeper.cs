using Drover.Kernel;
using Drover.Lab.TestJobs;
using Drover.Nodes;
using Drover.Nodes.TestJobs;
using Drover.ShellWorker.Machine;
using Drover.ShellWorker.Telling;
using Microsoft.Extensions.Logging;

namespace Drover.ShellWorker.Jobs;

/// <summary>Keeps the machine of a worker open: opens it again whenever it was lost, and first ends there what is over.</summary>
/// <param name="worker">Name of the worker.</param>
/// <param name="isOwn">Whether it is the master's own machine.</param>
/// <param name="notes">Which test jobs were begun.</param>
/// <param name="kernel">Which are not over.</param>
/// <param name="clock">Times waits.</param>
/// <param name="log">Takes what happens.</param>
internal sealed class MachineKeeper(string worker, bool isOwn, JobNotes notes, IKernel kernel, TimeProvider clock, ILogger log) : IDisposable
{
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(5);

    private readonly Latest<INode> _node = new();
    private readonly Latest<StepMachine> _opened = new();
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Raised when it was opened. Handlers return at once.</summary>
    public event EventHandler? Opened;

    /// <summary>The machine; null while it is away.</summary>
    public StepMachine? Machine => _opened.Value is { IsLost: false } machine ? machine : null;

    /// <summary>The machine as it was opened last; null before the first time.</summary>
    public StepMachine? Last => _opened.Value;

    /// <summary>The node.</summary>
    public INode Node => _node.Value!;

    /// <summary>Whether it may be opened again: it has not left the fleet.</summary>
    public bool IsKnown { get; private set; } = true;

    /// <summary>Why it cannot be opened; null when nothing is in the way.</summary>
    public string? Problem { get; private set; }

    /// <summary>By which node it is reached from now on.</summary>
    public void Take(INode node) => _node.Tell(node);

    /// <summary>Ends when it is open: at once, where it was opened again since somebody saw that it was not.</summary>
    public Task OpenedAgainAsync(CancellationToken cancellationToken)
    {
        var last = Last;
        return last is { IsLost: false } ? Task.CompletedTask : _opened.AfterAsync(last?.Number ?? 0, cancellationToken);
    }

    /// <summary>Does something while it is away and stays away: what is over by it is ended at the next opening.</summary>
    /// <returns>Whether it was done; not when the machine is here.</returns>
    public async Task<bool> WhileAwayAsync(Func<Task> act, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (Machine is not null)
                return false;
            await act();
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Keeps it open until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken leaving)
    {
        for (var opening = 1L; !leaving.IsCancellationRequested;)
        {
            try
            {
                if (await OpenAsync(opening, leaving) is not { } machine)
                    continue;
                opening++;
                Opened?.Invoke(this, EventArgs.Empty);
                await machine.Lost.WaitAsync(leaving);
            }
            catch (DroverException e) when (e.Code == StepMachine.Away)
            {
                // Lost again before it was open.
            }
            catch (Exception e)
            {
                if (leaving.IsCancellationRequested)
                    return;
                Problem = isOwn ? $"The built-in worker cannot work: {e.Message}" : $"The worker on node {worker} cannot work: {e.Message}";
                await Task.Delay(s_again, clock, leaving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Nobody waits for a test job any more: what is left of it is ended.</summary>
    public async Task DropAsync(StepMachine machine, long job, CancellationToken cancellationToken)
    {
        if (await machine.CloseAsync(job, cancellationToken))
            ShellWorkerLog.Orphan(log, job);
        notes.Remove(job);
    }

    public void Dispose() => _turn.Dispose();

    /// <returns>Null when it has left the fleet, and another node has come in its place since.</returns>
    private async Task<StepMachine?> OpenAsync(long opening, CancellationToken leaving)
    {
        var nodes = await _node.AfterAsync(0, leaving);
        var node = Node;
        IsKnown = true;
        TestJobsFound found;
        try
        {
            found = await node.TestJobs!.OpenAsync(kernel.Term, leaving);
        }
        catch (DroverException e) when (e.Code == StepMachine.Away)
        {
            IsKnown = false;
            await _node.AfterAsync(nodes, leaving);
            return null;
        }
        var machine = new StepMachine(node, found, opening, kernel.Term, clock);
        await _turn.WaitAsync(leaving);
        try
        {
            // A test job that nobody has noted was not begun by this master: its steps are those of another fleet.
            foreach (var job in machine.Jobs.Concat(notes.Jobs).Distinct().Where(job => !(notes.Has(job) && IsUnfinished(job))).ToList())
                await DropAsync(machine, job, leaving);
            _opened.Tell(machine);
        }
        finally
        {
            _turn.Release();
        }
        Problem = null;
        if (isOwn)
            ShellWorkerLog.Ready(log, worker, found.User);
        else if (opening == 1)
            ShellWorkerLog.NodeReady(log, worker, found.User);
        return machine;
    }

    private bool IsUnfinished(long job) => kernel.State.Objects.Find(TestJob.Kind, TestJob.KeyOf(job)) is { IsOver: false };
}
