using System.Text.Json;
using Drover.Cluster.Parameters;
using Drover.Kernel.Operations;
using Drover.Kernel.State;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Cluster.Groups;

/// <summary>What the operations on one existing group have in common: its lock, exclusively.</summary>
internal abstract class GroupOperation(string opId) : ClusterStateOperation(opId)
{
    public override LockSet Locks(OpcodeScope scope) => Locking.Shared.WithGroup(Target(scope).Uuid, LockMode.Exclusive);

    protected static NodeGroup Target(OpcodeScope scope) => scope.State.RequireGroup(scope["group_name"].Text()!);
}

/// <summary>Rules that adding and changing groups share.</summary>
internal static class GroupRules
{
    /// <exception cref="OperationException">The name is taken, also as the uuid of a group.</exception>
    public static void CheckName(KernelState state, string parameter, string name)
    {
        if (NameRule.Problem(name) is { } problem)
            throw Refusal.WrongInput($"Parameter '{parameter}': the name {problem}");
        if (name != name.Trim() || name.Contains('/', StringComparison.Ordinal))
            throw Refusal.WrongInput($"Parameter '{parameter}': '{name}' is no name for a node group; it can hold neither a slash nor blanks at its ends");
        if (state.FindGroup(name) is { } other)
            throw Refusal.Exists($"Parameter '{parameter}': there is a node group '{name}' already (UUID {other.Uuid})");
    }

    /// <summary>The group with the parameters of the opcode laid over its own.</summary>
    /// <exception cref="OperationException">A key or value does not fit.</exception>
    public static NodeGroup WithParameters(NodeGroup group, OpcodeScope scope, ChangeList changes)
    {
        var cluster = scope.State.Cluster();
        if (scope["alloc_policy"].Text() is { } policy)
        {
            group = group with { AllocPolicy = policy };
            changes.Add("alloc_policy", policy);
        }
        if (Any(scope["ndparams"]))
        {
            group = group with { Ndparams = ParameterSheet.Node.Apply(group.Ndparams, scope["ndparams"], fallsBack: true) };
            changes.Add("ndparams", group.Ndparams.ToString());
        }
        if (Any(scope["diskparams"]))
        {
            group = group with { Diskparams = DiskParameters.Apply(group.Diskparams, scope["diskparams"], fallsBack: true) };
            changes.Add("diskparams", group.Diskparams.ToString());
        }
        if (Any(scope["ipolicy"]))
        {
            group = group with { Ipolicy = InstancePolicy.Apply(group.Ipolicy, scope["ipolicy"], cluster.Ipolicy) };
            changes.Add("ipolicy", group.Ipolicy.ToString());
        }
        if (Any(scope["hv_state"]))
        {
            group = group with { HvState = ParameterObjects.Overlay(group.HvState, RawJson.From(scope["hv_state"]), depth: 2) };
            changes.Add("hv_state", group.HvState.ToString());
        }
        if (Any(scope["disk_state"]))
        {
            group = group with { DiskState = ParameterObjects.Overlay(group.DiskState, RawJson.From(scope["disk_state"]), depth: 2) };
            changes.Add("disk_state", group.DiskState.ToString());
        }
        return group;
    }

    /// <summary>Clients send an empty object for what they do not change.</summary>
    public static bool Any(JsonElement parameters) => parameters.ValueKind == JsonValueKind.Object && parameters.EnumerateObject().Any();
}
