using Drover.Cluster.Instances;
using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Cluster.Nodes;

/// <summary>What the operations that move all instances of a node have in common. As long as instances are not run here, they can say only that there is nothing to move.</summary>
internal abstract class MoveFromNode(string opId) : ClusterStateOperation(opId)
{
    private static readonly RawJson s_noJobs = new("""{"jobs":[]}"""u8.ToArray());

    public override LockSet Locks(OpcodeScope scope) => Locking.Shared.WithNode(Target(scope).Uuid, LockMode.Shared);

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        if (ToMove(scope).Select(i => i.Name).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } names)
            throw Refusal.Failed($"Instances {string.Join(", ", names)} were not moved from node '{Target(scope).Name}': this daemon does not run instances yet");
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        decision.Log(scope, $" - INFO: No instances to move from node '{Target(scope).Name}'");
        return new OpcodeOutcome(s_noJobs);
    }

    /// <summary>The instances that the opcode is about.</summary>
    protected abstract IEnumerable<Instance> ToMove(OpcodeScope scope);

    protected static Node Target(OpcodeScope scope) => scope.State.RequireNode(scope["node_name"].Text()!);
}

/// <summary>OP_NODE_EVACUATE: moves the instances that run on a node, or the copies of disks that it keeps, to others.</summary>
internal sealed class EvacuateNode() : MoveFromNode("OP_NODE_EVACUATE")
{
    private const string Primary = "primary-only", Secondary = "secondary-only";

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        var mode = scope["mode"].Text();
        if (mode is not (Primary or Secondary))
            throw Refusal.WrongInput($"Parameter 'mode': give {Primary} or {Secondary}; allocators cannot move both at once");
        if (scope["remote_node"].Text() is { } remote)
        {
            if (scope["iallocator"].IsGiven())
                throw Refusal.WrongInput("Parameters 'iallocator' and 'remote_node' exclude each other");
            if (scope.State.RequireNode(remote) == Target(scope))
                throw Refusal.WrongInput($"Parameter 'remote_node': '{remote}' is the node that is to be evacuated");
            if (mode != Secondary)
                throw Refusal.WrongInput($"Parameter 'remote_node' goes with mode {Secondary} only: where instances go is for an allocator to say");
        }
        base.CheckPrerequisites(scope);
    }

    protected override IEnumerable<Instance> ToMove(OpcodeScope scope)
    {
        var node = Target(scope).Uuid;
        return scope.State.Instances().Where(i => scope["mode"].Text() == Primary ? i.PrimaryNode == node : i.SecondaryNodes.Contains(node));
    }
}

/// <summary>OP_NODE_MIGRATE: moves the instances that run on a node while they run.</summary>
internal sealed class MigrateNode() : MoveFromNode("OP_NODE_MIGRATE")
{
    protected override IEnumerable<Instance> ToMove(OpcodeScope scope)
    {
        var node = Target(scope).Uuid;
        return scope.State.Instances().Where(i => i.PrimaryNode == node);
    }
}
