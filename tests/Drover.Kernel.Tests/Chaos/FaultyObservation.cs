using Drover.Kernel.Commands;
using Drover.Kernel.Jobs;

namespace Drover.Kernel.Tests.Chaos;

/// <summary>Something that has happened and cannot always be recorded as it is.</summary>
internal sealed class FaultyObservation(Dice dice) : Observation<string>(key: null)
{
    protected override string Record(Decision decision)
    {
        decision.Store(QueueState.Kind, QueueState.Key, decision.State.QueueState with { Drained = false });
        return dice.Misbehaves() ? throw new Fault() : "recorded";
    }

    protected override string? DecideFailed(Decision decision, Exception cause) => dice.Misbehaves() ? throw new Fault() : "recorded as a fault";

    internal sealed class Fault : Exception;
}
