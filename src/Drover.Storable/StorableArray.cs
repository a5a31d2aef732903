namespace Drover.Storable;

/// <summary>An array.</summary>
public sealed class StorableArray(IReadOnlyList<StorableValue> items) : StorableValue
{
    public IReadOnlyList<StorableValue> Items { get; } = items;
}
