using Drover.Nodes;
using Drover.Nodes.Presence;

namespace Drover.Services.Tests.Nodes;

/// <summary>Fake nodes, the first of which is the own, that a test lets go and come back.</summary>
internal sealed class FakeNodes(IReadOnlyList<FakeNode> nodes) : INodes
{
    private readonly HashSet<string> _left = new(StringComparer.Ordinal);

    public event EventHandler<NodeEventArgs>? Added
    {
        add { }
        remove { }
    }

    public event EventHandler<NodeEventArgs>? Removed;

    public event EventHandler<NodeEventArgs>? PresenceChanged;

    public string Own => nodes[0].Name;

    public IReadOnlyCollection<INode> All => [.. nodes.Where(node => !_left.Contains(node.Name))];

    public FakeNode this[string name] => nodes.First(node => node.Name == name);

    public INode? Find(string name) => All.FirstOrDefault(node => node.Name == name);

    public void Lose(string name, string reason = "its plug is out") => Set(name, new NodePresence(false, 5, reason));

    public void Come(string name) => Set(name, new NodePresence(true, 6));

    /// <summary>Somebody takes it out of the fleet.</summary>
    public void Leave(string name)
    {
        _left.Add(name);
        Removed?.Invoke(this, new NodeEventArgs(this[name]));
    }

    private void Set(string name, NodePresence presence)
    {
        this[name].Presence = presence;
        PresenceChanged?.Invoke(this, new NodeEventArgs(this[name]));
    }
}
