using System.Collections.Frozen;

namespace Drover.Nodes;

/// <summary>Machines that are known from the start.</summary>
public sealed class NodeList : INodes
{
    private readonly FrozenDictionary<string, INode> _nodes;

    /// <param name="own">The machine that the master runs on.</param>
    /// <param name="others">All others.</param>
    public NodeList(INode own, params IReadOnlyCollection<INode> others)
    {
        Own = own.Name;
        _nodes = others.Prepend(own).ToFrozenDictionary(node => node.Name, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public event EventHandler<NodeEventArgs>? Added
    {
        add { }
        remove { }
    }

    /// <inheritdoc/>
    public event EventHandler<NodeEventArgs>? Removed
    {
        add { }
        remove { }
    }

    /// <inheritdoc/>
    public string Own { get; }

    /// <inheritdoc/>
    public IReadOnlyCollection<INode> All => _nodes.Values;

    /// <inheritdoc/>
    public INode? Find(string name) => _nodes.GetValueOrDefault(name);
}
