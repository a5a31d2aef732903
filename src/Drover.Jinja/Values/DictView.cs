namespace Drover.Jinja.Values;

/// <summary>What <c>keys()</c>, <c>values()</c> and <c>items()</c> of a dict give.</summary>
internal sealed class DictView : ContainerValue
{
    private readonly string _part;
    private readonly DictValue _dict;

    private DictView(string part, DictValue dict, IReadOnlyList<object?> items)
    {
        (_part, _dict, Items) = (part, dict, items);
        foreach (var item in items)
            Hold(item);
    }

    public IReadOnlyList<object?> Items { get; }

    public override string TypeName => "dict_" + _part;

    public static DictView Keys(DictValue dict) => new("keys", dict, [.. dict.Entries.Select(entry => entry.Key)]);

    public static DictView Values(DictValue dict) => new("values", dict, [.. dict.Entries.Select(entry => entry.Value)]);

    public static DictView Pairs(DictValue dict) => new("items", dict, [.. dict.Entries.Select(object? (entry) => new TupleValue([entry.Key, entry.Value]))]);

    /// <summary>Compares as sets, which the values of a dict are not.</summary>
    public bool IsEqualTo(DictView other) => _part == other._part && _part switch
    {
        "keys" => _dict.Entries.Count == other._dict.Entries.Count && _dict.Entries.All(entry => other._dict.TryGet(entry.Key, out _)),
        "items" => Equality.Equal(_dict, other._dict),
        _ => false,
    };
}
