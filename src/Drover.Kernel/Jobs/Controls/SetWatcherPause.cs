using Drover.Kernel.Commands;
using Drover.Kernel.State;

namespace Drover.Kernel.Jobs;

/// <summary>Tells the watcher to rest until a moment (a JSON number of Unix seconds), or to go on (null).</summary>
public sealed class SetWatcherPause(RawJson until) : Command<RawJson>
{
    /// <inheritdoc/>
    protected internal override IEnumerable<Permission> Permissions(KernelState state) => [new(AccessAction.Control, Protected.Watcher)];

    /// <inheritdoc/>
    protected internal override RawJson Decide(Decision decision)
    {
        var value = until == RawJson.Null ? default : until;
        decision.Store(QueueState.Kind, QueueState.Key, decision.State.QueueState with { WatcherPause = value });
        return until;
    }
}
