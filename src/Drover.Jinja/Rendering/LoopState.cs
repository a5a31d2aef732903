using System.Numerics;
using Drover.Jinja.Values;

namespace Drover.Jinja.Rendering;

/// <summary><c>loop</c>: where a loop stands.</summary>
internal sealed class LoopState(IReadOnlyList<object?> items) : IMembers
{
    private IReadOnlyList<object?>? _changed;

    /// <summary>Number of the turn, from 0.</summary>
    public int Index { get; set; }

    public string TypeName => "LoopContext";

    public string Text => $"<LoopContext {Index + 1}/{items.Count}>";

    public bool TryMember(string name, out object? value)
    {
        value = Member(name);
        return !ReferenceEquals(value, Signature.Absent);
    }

    private object? Member(string name) => name switch
    {
        "index" => (BigInteger)(Index + 1),
        "index0" => (BigInteger)Index,
        "revindex" => (BigInteger)(items.Count - Index),
        "revindex0" => (BigInteger)(items.Count - Index - 1),
        "first" => Index == 0,
        "last" => Index == items.Count - 1,
        "length" => (BigInteger)items.Count,
        "depth" => BigInteger.One,
        "depth0" => BigInteger.Zero,
        "previtem" => Index > 0 ? items[Index - 1] : new Undefined("The first turn of a loop has no item before it"),
        "nextitem" => Index < items.Count - 1 ? items[Index + 1] : new Undefined("The last turn of a loop has no item after it"),
        "cycle" => new FunctionValue("cycle", "method", Cycle),
        "changed" => new FunctionValue("changed", "method", Changed),
        _ => Signature.Absent,
    };

    private object? Cycle(Budget budget, Arguments arguments) =>
        arguments.Positional.Count > 0 ? arguments.Positional[Index % arguments.Positional.Count] : throw new TemplateFault("'loop.cycle' needs values to go through.");

    private object? Changed(Budget budget, Arguments arguments)
    {
        var isSame = _changed is not null && Equality.Equal(new TupleValue(_changed), new TupleValue(arguments.Positional));
        _changed = arguments.Positional;
        return !isSame;
    }
}
