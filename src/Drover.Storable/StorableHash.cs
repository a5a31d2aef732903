namespace Drover.Storable;

/// <summary>A hash; its pairs keep the order in which they are sent.</summary>
public sealed class StorableHash(IReadOnlyList<KeyValuePair<string, StorableValue>> pairs) : StorableValue
{
    public IReadOnlyList<KeyValuePair<string, StorableValue>> Pairs { get; } = pairs;

    /// <summary>The value of a key, or null when there is none.</summary>
    public StorableValue? Find(string key)
    {
        foreach (var (name, value) in Pairs)
        {
            if (name == key)
                return value;
        }
        return null;
    }
}
