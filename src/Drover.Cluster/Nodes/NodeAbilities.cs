using Drover.Kernel.Operations;
using Drover.Kernel.State;

namespace Drover.Cluster.Nodes;

/// <summary>What a node may be told that it can, or cannot do.</summary>
internal static class NodeAbilities
{
    /// <exception cref="OperationException">It is to run no instances, and has some.</exception>
    public static void CheckVmCapable(KernelState state, Node node, bool? wished)
    {
        if (wished == false && state.Instances().FirstOrDefault(i => i.Uses(node)) is { } instance)
            throw Refusal.WrongState($"Parameter 'vm_capable' cannot be cleared on '{node.Name}': it hosts instances ({instance.Name})");
    }
}
