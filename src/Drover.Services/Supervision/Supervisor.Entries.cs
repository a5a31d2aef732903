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
    public Task<NodeRefusal?> ChangeEntryAsync(NodeCommand command, string group, string tag, EntryChange change, CancellationToken cancellationToken) =>
        OrderAsync(command, () => ChangeEntry(command, group, tag, change), refusal => refusal, cancellationToken);

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

    private NodeRefusal? ChangeEntry(NodeCommand command, string group, string tag, EntryChange change)
    {
        if (Find(group, out var refusal) is not { } known)
            return refusal;
        if (_halting)
            return new NodeRefusal(NodeRefusalKind.Stopping);
        var state = known.State;
        if (state.Definition.Find(tag) is not { } entry || entry.Mode == CltabMode.Off)
            return new NodeRefusal(NodeRefusalKind.NoSuchEntry);
        var isItsOwn = known.Order?.Key == command.Key;
        if (state.Target is not { } level || !(isItsOwn || state.Phase is GroupPhase.Done or GroupPhase.Passed or GroupPhase.Failed))
            return new NodeRefusal(NodeRefusalKind.NotAtLevel, GroupView.Word(state));
        if (!entry.RunsIn(level))
            return new NodeRefusal(NodeRefusalKind.NotOfLevel, level);
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

    private SupervisedRun? FindRun(string group, string tag, out NodeRefusal? refusal)
    {
        if (Find(group, out refusal) is not { } known)
            return null;
        refusal = !known.State.Processes.TryGetValue(tag, out var process) ? new NodeRefusal(NodeRefusalKind.NoSuchEntry)
            : process.MainLives && known.Runs.ContainsKey(tag) ? null : new NodeRefusal(NodeRefusalKind.NotRunning);
        return refusal is null ? known.Runs[tag] : null;
    }
}
