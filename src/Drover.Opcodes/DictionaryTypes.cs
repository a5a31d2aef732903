using System.Text.Json;

namespace Drover.Opcodes;

internal sealed class DictionaryType(ParameterType key, ParameterType value) : ParameterType
{
    public override ParameterKind Kind => ParameterKind.Dictionary;

    public override string Describe() => (key is AnythingType, value is AnythingType) switch
    {
        (true, true) => "an object",
        (true, false) => $"an object, each value {value.Describe()}",
        (false, true) => $"an object, each key {key.Describe()}",
        _ => $"an object, each key {key.Describe()}, each value {value.Describe()}",
    };

    public override string Example()
    {
        var name = key.Example();
        return $"{{{(name.StartsWith('"') ? name : "\"key\"")}: {value.Example()}}}";
    }

    internal static string Place(string key)
    {
        foreach (var c in key)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))
                return $"[\"{ParameterProblem.Cut(key)}\"]";
        }

        return "." + ParameterProblem.Cut(key);
    }

    internal override ParameterProblem? Check(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return ParameterProblem.At(element, this);
        if (key is AnythingType && value is AnythingType)
            return null;
        foreach (var property in element.EnumerateObject())
        {
            if (key is not AnythingType && !key.AcceptsKey(property.Name))
                return new("", $"each key {key.Describe()}", $"the key \"{ParameterProblem.Cut(property.Name)}\"", ParameterKind.Dictionary);
            if (value.Check(property.Value) is { } problem)
                return problem.Under(Place(property.Name));
        }

        return null;
    }
}

internal sealed class ExactDictionaryType(IReadOnlyList<KeyValuePair<string, ParameterType>> entries) : ParameterType
{
    public override ParameterKind Kind => ParameterKind.Dictionary;

    public override string Describe() => $"an object with exactly the keys {string.Join(", ", entries.Select(e => $"{e.Key} ({e.Value.Describe()})"))}";

    public override string Example() => $"{{{string.Join(", ", entries.Select(e => $"\"{e.Key}\": {e.Value.Example()}"))}}}";

    internal override ParameterProblem? Check(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return ParameterProblem.At(value, this);
        foreach (var (name, type) in entries)
        {
            if (!value.TryGetProperty(name, out var found))
                return ParameterProblem.At(value, this) with { Found = $"an object without the key {name}" };
            if (type.Check(found) is { } problem)
                return problem.Under(DictionaryType.Place(name));
        }

        foreach (var property in value.EnumerateObject())
        {
            if (!entries.Any(e => property.NameEquals(e.Key)))
                return ParameterProblem.At(value, this) with { Found = $"the key \"{ParameterProblem.Cut(property.Name)}\"" };
        }

        return null;
    }
}
