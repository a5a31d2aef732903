using Drover.Cluster.Nodes;
using Drover.Kernel.Operations;
using Drover.Kernel.State;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Cluster.StorageUnits;

/// <summary>What the two listings of storage have in common: their fields, their nodes, their locks.</summary>
internal static class StorageFields
{
    /// <exception cref="OperationException">A field is unknown.</exception>
    public static void Check(IReadOnlyList<string> asked, IReadOnlyList<string> known)
    {
        if (asked.Except(known, StringComparer.Ordinal).ToList() is { Count: > 0 } unknown)
            throw Refusal.WrongInput($"Unknown output fields selected: {string.Join(", ", unknown)}. There are: {string.Join(", ", known)}");
    }

    /// <summary>The nodes that are named, all when none is, in the order of their names.</summary>
    /// <exception cref="OperationException">A name is unknown.</exception>
    public static List<Node> Nodes(KernelState state, IReadOnlyList<string> names)
    {
        var nodes = names.Count == 0 ? state.Nodes() : names.Select(state.RequireNode).Distinct();
        return [.. nodes.OrderBy(n => n.Name, Comparer<string>.Create(NiceSort.CompareTotal))];
    }

    public static LockSet Locks(OpcodeScope scope) => scope["nodes"].Texts() is { Count: > 0 } names
        ? Locking.Shared.With(Locking.Node, Nodes(scope.State, names).Select(n => n.Uuid), LockMode.Shared)
        : Locking.Shared.WithAll(Locking.Node, LockMode.Shared);
}
