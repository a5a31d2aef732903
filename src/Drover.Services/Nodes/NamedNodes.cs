using Drover.Kernel.Operations;
using Drover.Nodes;

namespace Drover.Services.Nodes;

/// <summary>The nodes that an opcode names in its parameter <c>nodes</c>.</summary>
internal static class NamedNodes
{
    /// <summary>Looks at the names alone.</summary>
    /// <exception cref="OperationException">There is none, or one stands there twice.</exception>
    public static void Check(IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            throw Refusal.WrongInput("Parameter 'nodes' is empty: name the nodes");
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw Refusal.WrongInput($"Parameter 'nodes': {twice.Key} stands there twice");
    }

    /// <summary>The node of a name.</summary>
    /// <exception cref="OperationException">There is none.</exception>
    public static INode Named(this INodes nodes, string name) => nodes.Find(name) ?? throw nodes.Unknown(name);

    /// <summary>The refusal of an opcode that names a node that is none.</summary>
    public static OperationException Unknown(this INodes nodes, string name) =>
        new("OpPrereqError", $"There is no node '{name}'; 'drover get agents' lists those that have joined, and this is '{nodes.Own}'", "wrong_input");
}
