using Drover.Cluster.Groups;
using Drover.Cluster.Parameters;
using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Cluster.Nodes;

/// <summary>OP_NODE_SET_PARAMS: role, abilities, address and parameters of a node; the result lists what was changed.</summary>
internal sealed class SetNodeParameters() : ClusterStateOperation("OP_NODE_SET_PARAMS")
{
    private static readonly string[] s_flags = ["master_candidate", "offline", "drained", "master_capable", "vm_capable", "powered"];
    private static readonly string[] s_objects = ["ndparams", "hv_state", "disk_state"];

    public override LockSet Locks(OpcodeScope scope)
    {
        var node = Target(scope);
        // Other nodes may be made candidates in its place.
        if (LeavesPool(scope, node) && scope["auto_promote"].IsTrue())
            return Locking.Shared.WithAll(Locking.Node, LockMode.Exclusive).WithAll(Locking.NodeRes, LockMode.Shared);
        var locks = Locking.Shared.WithNode(node.Uuid, LockMode.Exclusive).With(Locking.NodeRes, node.Uuid, LockMode.Shared);
        if (!scope["secondary_ip"].IsGiven())
            return locks;
        var affected = scope.State.Instances().Where(i => i.Uses(node));
        return locks.With(Locking.Instance, affected.Select(i => i.Name), LockMode.Shared);
    }

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        var node = Target(scope);
        if (!s_flags.Any(f => scope[f].IsGiven()) && !s_objects.Any(o => GroupRules.Any(scope[o])) && !scope["secondary_ip"].IsGiven())
            throw Refusal.WrongInput($"Nothing to change: give at least one of {string.Join(", ", s_flags.Concat(s_objects))}, secondary_ip");
        var wished = s_flags.Take(3).Where(f => scope[f].IsTrue()).ToList();
        if (wished.Count > 1)
            throw Refusal.WrongInput($"Parameters {string.Join(" and ", wished.Select(f => $"'{f}'"))} exclude each other: a node is in one of these states at a time");
        if (node.Uuid == scope.State.Cluster().MasterNode)
            CheckMaster(scope, node);
        CheckAbilities(scope, node);
        if (scope["secondary_ip"].Text() is { } address)
            CheckAddress(scope, node, address);
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var changes = new ChangeList();
        var before = Target(scope);
        var node = WithRole(scope, before, changes);
        node = WithRest(scope, node, changes);
        node = ConfigObject.Touched(node, decision.Now);
        decision.Store(ClusterKinds.Node, node.Uuid, node);
        if (before.MasterCandidate && !node.MasterCandidate)
            CandidatePool.Refill(scope, decision, node.Uuid, scope["auto_promote"].IsTrue() || scope["force"].IsTrue(), scope["auto_promote"].IsTrue());
        return new OpcodeOutcome(changes.ToJson());
    }

    private static Node Target(OpcodeScope scope) => scope.State.RequireNode(scope["node_name"].Text()!);

    private static bool LeavesPool(OpcodeScope scope, Node node) =>
        node.MasterCandidate && (scope["master_candidate"].Flag() == false || scope["offline"].IsTrue() || scope["drained"].IsTrue()
            || scope["master_capable"].Flag() == false);

    private static void CheckMaster(OpcodeScope scope, Node node)
    {
        foreach (var flag in s_flags.Take(3))
            if (scope[flag].IsGiven())
                throw Refusal.WrongInput($"Parameter '{flag}' cannot be changed on '{node.Name}', which is the master; make another node the master first");
        if (scope["master_capable"].Flag() == false)
            throw Refusal.WrongInput($"Parameter 'master_capable' cannot be cleared on '{node.Name}', which is the master");
    }

    private static void CheckAbilities(OpcodeScope scope, Node node)
    {
        NodeAbilities.CheckVmCapable(scope.State, node, scope["vm_capable"].Flag());
        if (scope["master_candidate"].IsTrue() && !(scope["master_capable"].Flag() ?? node.MasterCapable))
            throw Refusal.WrongInput($"Parameter 'master_candidate' cannot be set on '{node.Name}': the node is not master_capable");
        if (scope["master_candidate"].IsTrue()
            && ((node.Offline && scope["offline"].Flag() != false) || (node.Drained && scope["drained"].Flag() != false)))
            throw Refusal.WrongState($"Parameter 'master_candidate' cannot be set on '{node.Name}': the node is {(node.Offline ? "offline" : "drained")}; clear that first or in the same step");
        if (!scope["powered"].IsGiven())
            return;
        if (string.IsNullOrEmpty(NodeParameters.Text(scope.State, node, "oob_program")))
            throw Refusal.WrongState($"Parameter 'powered' cannot be changed on '{node.Name}': no oob_program is set for it");
        if (!(scope["offline"].Flag() ?? node.Offline) && scope["powered"].Flag() == false)
            throw Refusal.WrongState($"Parameter 'powered' cannot be cleared on '{node.Name}': a node has to be offline to be marked as switched off");
    }

    private static void CheckAddress(OpcodeScope scope, Node node, string text)
    {
        NodeAddresses.Check("secondary_ip", text);
        NodeAddresses.CheckFree(scope.State, node.Uuid, "secondary_ip", text);
    }

    private static Node WithRole(OpcodeScope scope, Node node, ChangeList changes)
    {
        if (scope["master_capable"].Flag() is { } masterCapable && masterCapable != node.MasterCapable)
        {
            node = node with { MasterCapable = masterCapable };
            changes.Add("master_capable", masterCapable);
        }
        bool offline = scope["offline"].Flag() ?? node.Offline, drained = scope["drained"].Flag() ?? node.Drained;
        var candidate = scope["master_candidate"].Flag() ?? node.MasterCandidate;
        // One state at a time: the one that is asked for ends the others.
        if (scope["offline"].IsTrue())
            drained = candidate = false;
        else if (scope["drained"].IsTrue())
            offline = candidate = false;
        if (!node.MasterCapable)
            candidate = false;
        var returns = (node.Offline && !offline) || (node.Drained && !drained);
        if (returns && !offline && !drained && !scope["master_candidate"].IsGiven() && node.MasterCapable)
            candidate = CandidatePool.Needs(scope.State, node.Uuid);
        if (offline != node.Offline)
            changes.Add("offline", offline);
        if (drained != node.Drained)
            changes.Add("drained", drained);
        if (candidate != node.MasterCandidate)
            changes.Add("master_candidate", candidate);
        return node with { Offline = offline, Drained = drained, MasterCandidate = candidate };
    }

    private static Node WithRest(OpcodeScope scope, Node node, ChangeList changes)
    {
        if (scope["vm_capable"].Flag() is { } vmCapable && vmCapable != node.VmCapable)
        {
            node = node with { VmCapable = vmCapable };
            changes.Add("vm_capable", vmCapable);
        }
        if (scope["powered"].Flag() is { } powered && powered != node.Powered)
        {
            node = node with { Powered = powered };
            changes.Add("powered", powered);
        }
        if (scope["secondary_ip"].Text() is { } address)
        {
            node = node with { SecondaryIp = address };
            changes.Add("secondary_ip", address);
        }
        if (GroupRules.Any(scope["ndparams"]))
        {
            node = node with { Ndparams = ParameterSheet.Node.Apply(node.Ndparams, scope["ndparams"], fallsBack: true) };
            changes.AddEach("ndparams", scope["ndparams"]);
        }
        if (GroupRules.Any(scope["hv_state"]))
        {
            node = node with { HvState = ParameterObjects.Overlay(node.HvState, RawJson.From(scope["hv_state"]), depth: 2) };
            changes.AddEach("hv_state", scope["hv_state"]);
        }
        if (GroupRules.Any(scope["disk_state"]))
        {
            node = node with { DiskState = ParameterObjects.Overlay(node.DiskState, RawJson.From(scope["disk_state"]), depth: 2) };
            changes.AddEach("disk_state", scope["disk_state"]);
        }
        return node;
    }
}
