using System.Collections;
using System.Collections.Immutable;

namespace Drover.Yaml;

/// <summary>A sequence of values. Ordered maps and pairs (<c>!!omap</c>, <c>!!pairs</c>) are lists of lists of two.</summary>
public sealed class YamlList : YamlNode, IReadOnlyList<YamlNode>
{
    private readonly ImmutableArray<YamlNode> _items;

    internal YamlList(ImmutableArray<YamlNode> items, int line, int column) : base(line, column) => _items = items;

    /// <summary>A list that was not read from a document.</summary>
    public YamlList(IEnumerable<YamlNode> items) : this([.. items], 0, 0)
    {
    }

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public YamlNode this[int index] => _items[index];

    /// <inheritdoc/>
    public IEnumerator<YamlNode> GetEnumerator() => ((IEnumerable<YamlNode>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
