namespace Drover.Jinja.Values;

/// <summary>Python's list, as far as nobody changes it.</summary>
internal sealed class ListValue(IReadOnlyList<object?> items) : SequenceValue(items)
{
    public override string TypeName => "list";

    public override SequenceValue Like(IReadOnlyList<object?> items) => new ListValue(items);
}
