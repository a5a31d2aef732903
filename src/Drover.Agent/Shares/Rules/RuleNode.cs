using System.Text;

namespace Drover.Agent.Shares.Rules;

/// <summary>The rules of a tree, as a tree: what holds for an entry, for what lies in it, and for those below that have rules of their own.</summary>
internal sealed class RuleNode
{
    // Names are bytes; as Latin-1 each byte is a character.
    private readonly Dictionary<string, RuleNode> _below = [];
    private RuleNode? _inside;

    internal RuleNode(PathRule itself, PathRule inside)
    {
        Itself = itself;
        Inside = inside;
    }

    /// <summary>What the entry is to be like.</summary>
    internal PathRule Itself { get; private set; }

    /// <summary>What its content is to be like, where nothing else is said.</summary>
    internal PathRule Inside { get; private set; }

    /// <summary>Whether the rules end here: what lies in it is not looked at.</summary>
    internal bool EndsHere { get; init; }

    /// <summary>The rules of an entry in it.</summary>
    /// <param name="name">Its name, without zero.</param>
    internal RuleNode Child(ReadOnlySpan<byte> name) =>
        _below.Count > 0 && _below.TryGetValue(Encoding.Latin1.GetString(name), out var node) ? node : _inside ??= new RuleNode(Inside, Inside);

    /// <summary>Gives what lies at a path, and in it, a rule.</summary>
    internal void Set(IReadOnlyList<byte[]> path, PathRule rule)
    {
        var node = this;
        foreach (var name in path)
        {
            var key = Encoding.Latin1.GetString(name);
            if (!node._below.TryGetValue(key, out var next))
                node._below[key] = next = new RuleNode(node.Inside, node.Inside);
            node = next;
        }
        node.SetItself(rule);
        node.SetInside(rule);
    }

    /// <summary>Gives what lies in it, where nothing else is said, another rule.</summary>
    internal void SetInside(PathRule rule) => (Inside, _inside) = (rule, null);

    /// <summary>Gives it itself another rule, and not what lies in it.</summary>
    internal void SetItself(PathRule rule) => Itself = rule;
}
