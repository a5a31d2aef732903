using Drover.Kernel.Commands;
using Drover.Nodes.Presence;

namespace Drover.Fleet.Agents;

/// <summary>An observation: a node has come or was lost.</summary>
/// <param name="node">The node.</param>
/// <param name="presence">How it is with it now.</param>
internal sealed class RecordPresence(string node, NodePresence presence) : Command<bool>
{
    protected override bool Decide(Decision decision)
    {
        if (decision.State.Objects.Find(FleetAgent.Kind, node) is not { } agent)
            return false;
        decision.Store(FleetAgent.Kind, node, agent with
        {
            IsHere = presence.IsHere,
            Since = new Timestamp(presence.Since),
            Reason = presence.Reason,
            Version = presence.Version ?? agent.Version,
            Address = presence.Address ?? agent.Address,
        });
        return true;
    }
}
