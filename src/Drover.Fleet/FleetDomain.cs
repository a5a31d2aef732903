using Drover.Fleet.Agents;
using Drover.Fleet.Joining;
using Drover.Kernel.Domains;

namespace Drover.Fleet;

/// <summary>The agents of the nodes: who may join, who is there, who has left.</summary>
/// <param name="options">How it is set.</param>
/// <param name="master">Where agents connect, and how they know the master.</param>
/// <param name="nodes">The machines.</param>
public sealed class FleetDomain(FleetOptions options, MasterIdentity master, FleetNodes nodes) : IDomain
{
    internal const string LockLevel = "agent";

    /// <inheritdoc/>
    public void Describe(DomainBuilder d)
    {
        d.Object(FleetAgent.Kind);
        d.Object(RemovedCertificate.Kind);
        d.LockLevel(LockLevel, 35, (_, node) => $"agent of node '{node}'");

        d.Operation(new InviteAgent(options, master));
        d.Operation(new RemoveAgent(nodes));

        d.Resource(AgentResource.Build(nodes));

        d.Controller(nodes);
    }
}
