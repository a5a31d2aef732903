using Drover.Fleet.Agents;
using Drover.Kernel.Commands;

namespace Drover.Fleet.Joining;

/// <summary>A machine shows a token and joins as a node.</summary>
/// <param name="node">The node that it says it is.</param>
/// <param name="secret">What it shows.</param>
/// <param name="certificate">The certificate that it gets.</param>
/// <param name="machineId">Its own id.</param>
/// <param name="version">Version of its program.</param>
/// <param name="address">The address that it speaks from.</param>
internal sealed class JoinNode(string node, string secret, AgentCertificate certificate, string machineId, string version, string address) : Command<bool>
{
    /// <exception cref="DroverException"><c>JOIN_REFUSED</c>, with the reason.</exception>
    protected override bool Decide(Decision decision)
    {
        if (decision.State.Objects.FindByName(FleetAgent.Kind, SecretHash.Of(secret)) is not { } agent || !SecretHash.Matches(agent.TokenHash, secret))
            throw Refused($"The token is not known, so no machine can join as node {node} by it: it was replaced by a later one, or the node was removed. 'drover add node {node}' makes another");
        if (agent.Node != node)
            throw Refused($"The token is for node {agent.Node}, and not for {node}: give --name {agent.Node}, or make a token for {node}");
        if (agent.IsTokenSpent)
            throw Refused($"The token of node {node} was used already. If that was not you, take the node out with 'drover del node {node}'; 'drover add node {node} --again' makes another token");
        if (decision.Now > agent.TokenEnds)
            throw Refused($"The token of node {node} is too old; 'drover add node {node} --again' makes another one");
        decision.Store(FleetAgent.Kind, node, agent with
        {
            IsTokenSpent = true,
            Joined = decision.Now,
            Certificates = [certificate],
            MachineId = machineId,
            Version = version,
            Address = address,
            IsHere = false,
            Since = decision.Now,
            Reason = "it has joined and not connected yet",
        });
        // What another machine of that name was known by counts no more.
        foreach (var old in agent.Certificates)
            RemovedCertificate.Store(decision, node, old);
        return true;
    }

    private static DroverException Refused(string text) => new("JOIN_REFUSED", text + ".");
}
