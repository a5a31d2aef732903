using Drover.Fleet.Agents;
using Drover.Kernel.Commands;

namespace Drover.Fleet.Joining;

/// <summary>A node gets a new certificate. The one by which it asked stays good to its end: what was sent may not have come through.</summary>
/// <param name="node">The node.</param>
/// <param name="shown">Serial number of the certificate by which it asked.</param>
/// <param name="certificate">The new one.</param>
internal sealed class RenewCertificate(string node, string shown, AgentCertificate certificate) : Command<bool>
{
    /// <exception cref="DroverException"><c>JOIN_REFUSED</c>: the node was removed meanwhile.</exception>
    protected override bool Decide(Decision decision)
    {
        if (decision.State.Objects.Find(FleetAgent.Kind, node) is not { } agent || agent.Certificates.FirstOrDefault(known => known.Serial == shown) is not { } used)
            throw new DroverException("JOIN_REFUSED", $"Node {node} has no such certificate any more.");
        decision.Store(FleetAgent.Kind, node, agent with { Certificates = [used, certificate] });
        return true;
    }
}
