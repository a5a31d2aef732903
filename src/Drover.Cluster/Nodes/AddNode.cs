using System.Net;
using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Cluster.Nodes;

/// <summary>OP_NODE_ADD: takes a machine into the cluster, or one back that is in it (<c>readd</c>). Nothing else of the cluster runs meanwhile. The machine itself is
/// not asked: its agent is here already, or comes to the master by itself, sooner or later.</summary>
internal sealed class AddNode(ClusterOptions options) : ClusterEffectOperation("OP_NODE_ADD")
{
    private static readonly RawJson s_begun = RawJson.String("the node is being stored");

    /// <summary>It keeps the big lock over a crash, so that a node of that name afterwards can only be its own.</summary>
    public override Recovery Recovery => Recovery.Resume;

    public override LockSet Locks(OpcodeScope scope) => Locking.Exclusive;

    public override void CheckPrerequisites(OpcodeScope scope) => new NodeAddition(scope.Parameters).Check(scope.State);

    protected override async Task<OpcodeOutcome> DoAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var addition = new NodeAddition(context.Parameters);
        if (context.Progress.HasValue && !addition.Readd && context.State.FindNode(addition.Name) is not null)
            return OpcodeOutcome.None;
        var address = addition.PrimaryIp ?? await FindAddressAsync(context, addition.Name, cancellationToken);
        await context.SaveProgressAsync(s_begun, cancellationToken);
        var isCandidate = await context.ExecuteAsync(new StoreAddedNode(addition, address), cancellationToken);
        if (addition.Readd)
            context.Log(" - INFO: Readding a node, the offline/drained flags were reset");
        if (isCandidate)
            context.Log(" - INFO: Node will be a master candidate");
        if (context["node_setup"].IsTrue())
            context.Log(" - WARNING: node_setup has no effect: the daemon changes no ssh keys");
        TellOfAgent(context, addition.Name);
        return OpcodeOutcome.None;
    }

    /// <summary>The name service says it; where it does not, the agent of the machine speaks from somewhere.</summary>
    private async Task<string> FindAddressAsync(OperationContext context, string name, CancellationToken cancellationToken)
    {
        context.WaitsFor = $"the address of '{name}' from the name service";
        var version = context.State.Cluster().PrimaryIpVersion;
        try
        {
            return await NodeAddresses.ResolveAsync(name, version, options, context.Clock, cancellationToken);
        }
        catch (OperationException) when (AgentAddress(name, version) is { } address)
        {
            context.Log($" - INFO: the name does not resolve; the node gets the address that its agent speaks from, {address}");
            return address;
        }
        finally
        {
            context.WaitsFor = null;
        }
    }

    private string? AgentAddress(string name, int version) =>
        options.Nodes?.Find(name)?.Presence is { IsHere: true, Address: { } text } && IPAddress.TryParse(text, out var address)
            && (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address) is var used && used.AddressFamily == NodeAddresses.FamilyOf(version) && !IPAddress.IsLoopback(used)
            ? used.ToString() : null;

    private void TellOfAgent(OperationContext context, string name)
    {
        if (context.State.FindNode(name) is { } node && new MachineTies(context.State, options.Nodes).MachineOf(node) is not { Presence.IsHere: true } and var machine)
            context.Log($" - WARNING: {(machine is null ? "no agent of it has joined" : $"its agent is away: {machine.Presence.Reason}")}; its figures are missing until it is here, and the verification says so");
    }
}

/// <summary>Stores a node that is added or readded; the answer is whether it is a master candidate.</summary>
internal sealed class StoreAddedNode(NodeAddition addition, string address) : Command<bool>
{
    protected override bool Decide(Decision decision)
    {
        var node = addition.Make(decision, address);
        decision.Store(ClusterKinds.Node, node.Uuid, node);
        return node.MasterCandidate;
    }
}
