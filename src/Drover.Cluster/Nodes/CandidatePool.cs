using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Kernel.State;

namespace Drover.Cluster.Nodes;

/// <summary>The nodes that keep a copy of the configuration: as many as the cluster wants, as far as enough are able.</summary>
internal static class CandidatePool
{
    /// <summary>Whether the pool has room for the node, which is about to become able.</summary>
    public static bool Needs(KernelState state, string uuid)
    {
        var candidates = state.Nodes().Count(n => n.Uuid != uuid && n.MasterCandidate);
        return candidates < state.Cluster().CandidatePoolSize;
    }

    /// <summary>After a node has left the pool: promotes others, or refuses when the pool is too small without it.</summary>
    /// <param name="scope">The opcode, whose log names those that are promoted.</param>
    /// <param name="decision">The turn.</param>
    /// <param name="left">Uuid of the node that has left.</param>
    /// <param name="mayShrink">Whether a pool that is too small is accepted.</param>
    /// <param name="promotes">Whether other nodes may be made candidates.</param>
    /// <exception cref="Drover.Kernel.Operations.OperationException">The pool would be too small.</exception>
    public static void Refill(OpcodeScope scope, Decision decision, string left, bool mayShrink, bool promotes)
    {
        var nodes = decision.State.Nodes().ToList();
        var wanted = decision.State.Cluster().CandidatePoolSize;
        var missing = wanted - nodes.Count(n => n.MasterCandidate);
        var able = nodes.Where(n => n.Uuid != left && n is { MasterCandidate: false, MasterCapable: true, Offline: false, Drained: false })
            .OrderBy(n => n.Name, StringComparer.Ordinal).Take(Math.Max(0, missing)).ToList();
        if (able.Count == 0)
            return;
        if (!promotes)
        {
            if (!mayShrink)
                throw Refusal.WrongState($"Not enough master candidates would be left ({wanted - missing}, wanted {wanted}); set auto_promote to make others candidates, or force to go on with fewer");
            return;
        }
        foreach (var node in able)
            decision.Store(ClusterKinds.Node, node.Uuid, ConfigObject.Touched(node with { MasterCandidate = true }, decision.Now));
        decision.Log(scope, $" - INFO: promoted to master candidates: {string.Join(", ", able.Select(n => n.Name))}");
    }
}
