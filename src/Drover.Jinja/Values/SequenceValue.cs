namespace Drover.Jinja.Values;

/// <summary>What a list and a tuple share.</summary>
internal abstract class SequenceValue : ContainerValue
{
    protected SequenceValue(IReadOnlyList<object?> items)
    {
        Items = items;
        foreach (var item in items)
            Hold(item);
    }

    public IReadOnlyList<object?> Items { get; }

    /// <summary>Another one of the same type.</summary>
    public abstract SequenceValue Like(IReadOnlyList<object?> items);
}
