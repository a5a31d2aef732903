namespace Drover.Jinja.Values;

/// <summary>Python's tuple.</summary>
internal sealed class TupleValue(IReadOnlyList<object?> items) : SequenceValue(items)
{
    public override string TypeName => "tuple";

    public override SequenceValue Like(IReadOnlyList<object?> items) => new TupleValue(items);
}
