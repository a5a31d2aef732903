using Drover.Kernel;
using Drover.Kernel.Queries;
using Drover.Nodes.Presence;

namespace Drover.Fleet.Agents;

/// <summary>The table of agents.</summary>
internal static class AgentResource
{
    public static Resource Build(FleetNodes nodes) => Resource.Of<FleetAgent>("agent", "Agents of the nodes: whether each is there")
        .KeyedBy("node", agent => agent.Node)
        .Rows(context => context.State.Objects.All(FleetAgent.Kind))
        .Find((context, node) => context.State.Objects.Find(FleetAgent.Kind, node), "Agent of node {0} not found")
        .VisibleTo(Visibility.Everyone)
        .Field("node", "Node", FieldKind.Text, "Name of the node", agent => agent.Node, isDefault: true)
        .Field("state", "State", FieldKind.Text, "Whether it is here, away, or has not joined yet", agent => State(nodes, agent), isDefault: true)
        .Field("since", "Since", FieldKind.Timestamp, "When it came, was lost, or was invited", agent => FieldValue.Seconds(Since(nodes, agent)), isDefault: true)
        .Field("version", "Version", FieldKind.Text, "Version of its program", agent => Presence(nodes, agent)?.Version is { } version ? version : agent.Version.OrUnavailable(), isDefault: true)
        .Field("joined", "Joined", FieldKind.Timestamp, "When it joined", agent => agent.Joined is { } joined ? FieldValue.Seconds(joined) : FieldValue.Unavailable)
        .VisibleTo(Visibility.Operators)
        .Field("reason", "Reason", FieldKind.Text, "Why it is away", agent => Reason(nodes, agent).OrUnavailable(), isDefault: true)
        .Field("address", "Address", FieldKind.Text, "The address that it speaks from", agent => (Presence(nodes, agent)?.Address ?? agent.Address).OrUnavailable())
        .Field("clock", "Clock", FieldKind.Float, "Seconds by which its clock was ahead of the master's when it came",
            agent => Presence(nodes, agent) is { IsHere: true } presence ? FieldValue.Of(presence.ClockAhead.TotalSeconds) : FieldValue.Unavailable)
        .Field("machine", "Machine", FieldKind.Text, "The machine that joined, by its /etc/machine-id", agent => agent.MachineId)
        .Field("certificate_ends", "CertificateEnds", FieldKind.Timestamp, "Until when its certificate is good",
            agent => agent.Certificates is [.., var last] ? FieldValue.Seconds(last.Ends) : FieldValue.Unavailable)
        .Field("token_ends", "TokenEnds", FieldKind.Timestamp, "Until when the token is good by which it may join",
            agent => agent is { IsTokenSpent: false, TokenHash.Length: > 0 } ? FieldValue.Seconds(agent.TokenEnds) : FieldValue.Unavailable)
        .Build();

    private static NodePresence? Presence(FleetNodes nodes, FleetAgent agent) => agent.Joined is null ? null : nodes.Find(agent.Node)?.Presence;

    private static string State(FleetNodes nodes, FleetAgent agent) =>
        agent.Joined is null ? "invited" : Presence(nodes, agent) is { IsHere: true } ? "here" : "away";

    private static Timestamp Since(FleetNodes nodes, FleetAgent agent) =>
        agent.Joined is null ? agent.Invited : Presence(nodes, agent) is { Since: > 0 } presence ? new Timestamp(presence.Since) : agent.Since;

    private static string? Reason(FleetNodes nodes, FleetAgent agent) =>
        agent.Joined is null ? null : Presence(nodes, agent) is { } presence ? presence.Reason : agent.Reason;
}
