using System.Text.Json;

namespace Drover.Opcodes;

internal sealed class ListType(ParameterType item, bool isSet = false) : ParameterType
{
    public override ParameterKind Kind => ParameterKind.List;

    public override string Describe()
    {
        var noun = isSet ? "a set (written as a list)" : "a list";
        return item is AnythingType ? noun : $"{noun}, each item {item.Describe()}";
    }

    public override string Example() => $"[{item.Example()}]";

    internal override ParameterProblem? Check(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return ParameterProblem.At(value, this);
        if (item is AnythingType)
            return null;
        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            if (item.Check(element) is { } problem)
                return problem.Under($"[{index}]");
            index++;
        }

        return null;
    }
}

internal sealed class TupleType(IReadOnlyList<ParameterType> items) : ParameterType
{
    private readonly ItemsType _items = new(items);

    public override ParameterKind Kind => ParameterKind.List;

    public override string Describe() => $"a list of exactly {items.Count}: {ItemsType.Words(items)}";

    public override string Example() => _items.Example();

    internal override ParameterProblem? Check(JsonElement value) =>
        value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != items.Count ? ParameterProblem.At(value, this) : _items.Check(value);
}

internal sealed class LengthType(int length) : ParameterType
{
    public override ParameterKind Kind => ParameterKind.List;

    public override string Describe() => $"a list of exactly {length}";

    public override string Example() => $"[{string.Join(", ", Enumerable.Repeat("null", length))}]";

    internal override ParameterProblem? Check(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return ParameterProblem.At(value, this);
        var found = value.GetArrayLength();
        return found == length ? null : ParameterProblem.At(value, this) with { Found = $"a list of {found}" };
    }
}

internal sealed class ItemsType(IReadOnlyList<ParameterType> items) : ParameterType
{
    public override ParameterKind Kind => ParameterKind.List;

    public override string Describe() => $"a list of {Words(items)}";

    public override string Example()
    {
        var examples = new string[items.Count];
        for (var i = 0; i < examples.Length; i++)
            examples[i] = items[i].Example();
        return $"[{string.Join(", ", examples)}]";
    }

    internal static string Words(IReadOnlyList<ParameterType> items)
    {
        var words = new string[items.Count];
        for (var i = 0; i < words.Length; i++)
            words[i] = $"({items[i].Describe()})";
        return string.Join(", ", words);
    }

    internal override ParameterProblem? Check(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() < items.Count)
            return ParameterProblem.At(value, this);
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Check(value[i]) is { } problem)
                return problem.Under($"[{i}]");
        }

        return null;
    }
}
