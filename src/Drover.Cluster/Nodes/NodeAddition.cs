using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Drover.Cluster.Groups;
using Drover.Cluster.Parameters;
using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Kernel.State;
using Drover.Opcodes;

namespace Drover.Cluster.Nodes;

/// <summary>What OP_NODE_ADD makes of its parameters, and what it refuses.</summary>
/// <param name="parameters">Those of the opcode.</param>
internal sealed class NodeAddition(JsonElement parameters)
{
    public string Name { get; } = Get(parameters, "node_name").Text()!;

    /// <summary>Whether a node that is in the cluster comes back, such as after its machine was installed anew.</summary>
    public bool Readd { get; } = Get(parameters, "readd").IsTrue();

    /// <summary>The address, where it was given and need not be looked for.</summary>
    public string? PrimaryIp { get; } = Get(parameters, "primary_ip").Text();

    private JsonElement this[string name] => Get(parameters, name);

    /// <summary>Checks what can be checked without the address.</summary>
    /// <exception cref="OperationException">The node cannot be added.</exception>
    public void Check(KernelState state)
    {
        if (HostNames.Problem(Name) is { } problem)
            throw Refusal.WrongInput($"Parameter 'node_name': {problem}");
        if (Readd)
            CheckReadd(state, state.RequireNode(Name));
        else if (Known(state) is { } known)
            throw Refusal.Exists($"Node {Name} is already in the configuration{(known.Name == Name ? "" : $" as '{known.Name}'")}; readd takes back one whose machine was installed anew");
        if (PrimaryIp is { } primary)
            NodeAddresses.Check("primary_ip", primary);
        if (this["secondary_ip"].Text() is { } secondary && (!IPAddress.TryParse(secondary, out var address) || address.AddressFamily != AddressFamily.InterNetwork || address.ToString() != secondary))
            throw Refusal.WrongInput($"Parameter 'secondary_ip': '{secondary}' is no IPv4 address");
        if (!Readd)
            TargetGroup(state);
        Parameters(ParameterObjects.Empty);
    }

    /// <summary>The node as it is to be stored.</summary>
    /// <param name="decision">The turn.</param>
    /// <param name="address">Its primary address.</param>
    /// <exception cref="OperationException">Its addresses do not fit to those of the others.</exception>
    public Node Make(Decision decision, string address)
    {
        var state = decision.State;
        var before = Readd ? state.RequireNode(Name) : null;
        var secondary = this["secondary_ip"].Text() ?? before?.SecondaryIp ?? address;
        if (before is not null && (before.PrimaryIp != address || before.SecondaryIp != secondary))
            throw Refusal.WrongInput($"Node '{before.Name}' is known with the addresses {before.PrimaryIp} and {before.SecondaryIp}, and would come back with {address} and {secondary}. Remove it and add it anew");
        var node = before ?? new Node
        {
            Uuid = decision.Ids.NewUuid(),
            Name = Name,
            Created = decision.Now,
            Changed = decision.Now,
            Group = TargetGroup(state).Uuid,
            PrimaryIp = address,
            SecondaryIp = secondary,
        };
        NodeAddresses.CheckFree(state, node.Uuid, "primary_ip", address);
        NodeAddresses.CheckFree(state, node.Uuid, "secondary_ip", secondary);
        NodeAddresses.CheckHoming(state, address, secondary);
        node = node with
        {
            Offline = false,
            Drained = false,
            Powered = true,
            MasterCapable = this["master_capable"].Flag() ?? node.MasterCapable,
            VmCapable = this["vm_capable"].Flag() ?? node.VmCapable,
            Ndparams = Parameters(node.Ndparams),
            HvState = GroupRules.Any(this["hv_state"]) ? RawJson.From(this["hv_state"]) : node.HvState,
            DiskState = GroupRules.Any(this["disk_state"]) ? RawJson.From(this["disk_state"]) : node.DiskState,
        };
        node = node with { MasterCandidate = node.MasterCapable && CandidatePool.Needs(state, node.Uuid) };
        return before is null ? node : ConfigObject.Touched(node, decision.Now);
    }

    /// <summary>A node that the name could mean: letters of host names have no case.</summary>
    private Node? Known(KernelState state) =>
        state.FindNode(Name) ?? state.Nodes().FirstOrDefault(n => string.Equals(n.Name, Name, StringComparison.OrdinalIgnoreCase));

    private void CheckReadd(KernelState state, Node node)
    {
        if (node.Uuid == state.Cluster().MasterNode)
            throw Refusal.WrongState($"Node '{node.Name}' is the master, which cannot be readded");
        if (this["group"].IsGiven())
            throw Refusal.WrongInput($"Parameter 'group' cannot be given with readd: node '{node.Name}' keeps its group; move it afterwards");
        NodeAbilities.CheckVmCapable(state, node, this["vm_capable"].Flag());
    }

    private NodeGroup TargetGroup(KernelState state)
    {
        if (this["group"].Text() is { } name)
            return state.RequireGroup(name);
        var groups = state.Groups().Take(2).ToList();
        return groups.Count == 1 ? groups[0] : throw Refusal.WrongInput(
            $"There are several node groups ({string.Join(", ", state.Groups().Select(g => g.Name).Order(StringComparer.Ordinal))}); give the one that the node is to belong to as 'group'");
    }

    private RawJson Parameters(RawJson current) =>
        GroupRules.Any(this["ndparams"]) ? ParameterSheet.Node.Apply(current, this["ndparams"], fallsBack: true) : current;

    private static JsonElement Get(JsonElement parameters, string name) => parameters.TryGetProperty(name, out var value) ? value : default;
}
