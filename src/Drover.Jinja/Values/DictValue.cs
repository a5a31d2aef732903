namespace Drover.Jinja.Values;

/// <summary>Python's dict: in the order in which keys were first given, and 1, 1.0 and True are one key.</summary>
internal sealed class DictValue : ContainerValue
{
    private readonly List<KeyValuePair<object?, object?>> _entries = [];
    private readonly Dictionary<Key, int> _places = new(KeyComparer.Instance);

    /// <exception cref="TemplateFault">A key is a list or a dict.</exception>
    public DictValue(IEnumerable<KeyValuePair<object?, object?>> entries)
    {
        foreach (var (key, value) in entries)
        {
            Hold(key);
            Hold(value);
            if (_places.TryAdd(new Key(key), _entries.Count))
                _entries.Add(new(key, value));
            else
                _entries[_places[new Key(key)]] = new(_entries[_places[new Key(key)]].Key, value);
        }
    }

    public override string TypeName => "dict";

    public IReadOnlyList<KeyValuePair<object?, object?>> Entries => _entries;

    /// <exception cref="TemplateFault">The key is a list or a dict.</exception>
    public bool TryGet(object? key, out object? value)
    {
        // An empty table asks no key for its hash, which some have none of.
        if (_entries.Count == 0)
            _ = Equality.Hash(key);
        var found = _places.TryGetValue(new Key(key), out var place);
        value = found ? _entries[place].Value : null;
        return found;
    }

    private readonly record struct Key(object? Value);

    private sealed class KeyComparer : IEqualityComparer<Key>
    {
        public static readonly KeyComparer Instance = new();

        public bool Equals(Key x, Key y) => Equality.Equal(x.Value, y.Value);

        public int GetHashCode(Key obj) => Equality.Hash(obj.Value);
    }
}
