using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Services.Cltab;
using Drover.Services.Groups;
using Drover.Services.Telling;

namespace Drover.Services.Supervision;

/// <summary>Orders for one entry.</summary>
public sealed partial class Supervisor
{
    private const int HangUp = 1;

    /// <inheritdoc/>
    public async Task<NodeRefusal?> ChangeEntryAsync(NodeCommand command, string group, string tag, EntryChange change, CancellationToken cancellationToken)
    {
        await AskForLeaseAsync(command, group, cancellationToken);
        return await OrderAsync(command, () => ChangeEntry(command, group, tag, change), refusal => refusal, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<NodeRefusal?> SignalEntryAsync(NodeCommand command, string group, string tag, int signal, CancellationToken cancellationToken) => OrderAsync(command, () =>
    {
        if (FindRun(group, tag, out var refusal) is not { } run)
            return refusal;
        ServiceLog.SignalledByOrder(_log, ProcessKey.NameOf(group, tag), signal);
        Track(_agent!.SignalTreeAsync(run.Invocation, signal, _stop.Token));
        return null;
    }, refusal => refusal, cancellationToken);

    /// <inheritdoc/>
    public Task<NodeRefusal?> ReloadEntryAsync(NodeCommand command, string group, string tag, CancellationToken cancellationToken) => OrderAsync(command, () =>
    {
        if (FindRun(group, tag, out var refusal) is not { } run)
            return refusal;
        var process = _groups[group].State.Processes[tag];
        ServiceLog.Reloaded(_log, ProcessKey.NameOf(group, tag));
        if (process.Entry.Options.Reload is { } text)
            return RunCommand(process, text, ReloadMode) is { } problem ? new NodeRefusal(NodeRefusalKind.NotStarted, problem) : null;
        return _agent!.SignalMain(run.Invocation, HangUp) ? null : new NodeRefusal(NodeRefusalKind.NotRunning);
    }, refusal => refusal, cancellationToken);

    /// <inheritdoc/>
    public Task<NodeRefusal?> ForeseeAsync(string group, string? tag, EntryOrder order, CancellationToken cancellationToken) => AskAsync(() =>
    {
        NodeRefusal? refusal;
        switch (order)
        {
            case EntryOrder.ClearBackoff: _ = FindForgiven(group, tag, out refusal); break;
            case EntryOrder.Signal or EntryOrder.Reload: _ = FindRun(group, tag!, out refusal); break;
            default: _ = FindChanged(group, tag!, order: null, out refusal); break;
        }
        return refusal;
    }, cancellationToken);

    private NodeRefusal? ChangeEntry(NodeCommand command, string group, string tag, EntryChange change)
    {
        if (FindChanged(group, tag, command.Key, out var refusal) is not { } known)
            return refusal;
        if (change != EntryChange.Stop && !HasLease(known, command))
            return new NodeRefusal(NodeRefusalKind.NoLease);
        var level = known.State.Target!;
        var isItsOwn = known.Order?.Key == command.Key;
        EndWait(known, new LevelEnd(LevelEndKind.Superseded, "SUPERSEDED", level));
        known.Waiter = new LevelWaiter(command.Key, level, tag);
        if (isItsOwn)
        {
            // An earlier daemon took this order: its way goes on.
            Settle(known);
            return null;
        }
        known.Order = command;
        ServiceLog.EntryWanted(_log, NameOf(known, tag), change.ToString().ToLowerInvariant());
        Take(known, new GroupEvent.ChangeEntry(tag, change));
        return null;
    }

    /// <summary>The group of an entry that may be started or stopped now.</summary>
    /// <param name="order">The order that asks for it; null where none is given.</param>
    private SupervisedGroup? FindChanged(string group, string tag, CommandKey? order, out NodeRefusal? refusal)
    {
        if (Find(group, out refusal) is not { } known)
            return null;
        var state = known.State;
        var isItsOwn = order is not null && known.Order?.Key == order;
        if (_halting)
            refusal = new NodeRefusal(NodeRefusalKind.Stopping);
        else if (state.Definition.Find(tag) is not { } entry || entry.Mode == CltabMode.Off)
            refusal = new NodeRefusal(NodeRefusalKind.NoSuchEntry);
        else if (state.Target is not { } level || !(isItsOwn || state.Phase is GroupPhase.Done or GroupPhase.Passed or GroupPhase.Failed))
            refusal = new NodeRefusal(NodeRefusalKind.NotAtLevel, GroupView.Word(state));
        else if (!entry.RunsIn(level))
            refusal = new NodeRefusal(NodeRefusalKind.NotOfLevel, level);
        return refusal is null ? known : null;
    }

    private SupervisedGroup? FindForgiven(string group, string? tag, out NodeRefusal? refusal)
    {
        if (Find(group, out refusal) is { } known && tag is not null && !known.State.Processes.ContainsKey(tag))
            refusal = new NodeRefusal(NodeRefusalKind.NoSuchEntry);
        return refusal is null ? _groups[group] : null;
    }

    private SupervisedRun? FindRun(string group, string tag, out NodeRefusal? refusal)
    {
        if (Find(group, out refusal) is not { } known)
            return null;
        refusal = !known.State.Processes.TryGetValue(tag, out var process) ? new NodeRefusal(NodeRefusalKind.NoSuchEntry)
            : process.MainLives && known.Runs.ContainsKey(tag) ? null : new NodeRefusal(NodeRefusalKind.NotRunning);
        return refusal is null ? known.Runs[tag] : null;
    }
}
