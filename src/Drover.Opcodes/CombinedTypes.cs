using System.Text.Json;

namespace Drover.Opcodes;

internal sealed class NullableType(ParameterType other) : ParameterType
{
    public override ParameterKind Kind => other.Kind;

    public override string Describe() => $"null or {other.Describe()}";

    public override string Example() => other.Example();

    internal override ParameterProblem? Check(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null || other.Check(value) is not { } problem)
            return null;
        return problem.Path.Length == 0 ? problem with { Expected = $"null or {problem.Expected}" } : problem;
    }
}

internal sealed class AllOfType(IReadOnlyList<ParameterType> types) : ParameterType
{
    public override ParameterKind Kind => types[0].Kind;

    /// <summary>The last type is the narrowest and implies the ones before it, as in "String and (IPv4 address)".</summary>
    public override string Describe() => types[^1] is AddressType
        ? types[^1].Describe()
        : string.Join(" and ", types.Select(t => t.Describe()));

    public override string Example()
    {
        foreach (var type in types)
        {
            using var document = JsonDocument.Parse(type.Example());
            if (Check(document.RootElement) is null)
                return type.Example();
        }

        return types[^1].Example();
    }

    internal override ParameterProblem? Check(JsonElement value)
    {
        foreach (var type in types)
        {
            if (type.Check(value) is { } problem)
                return problem;
        }

        return null;
    }
}

internal sealed class AnyOfType(IReadOnlyList<ParameterType> types) : ParameterType
{
    public override ParameterKind Kind => ParameterKind.Combined;

    public override string Describe() => string.Join(", or ", types.Select(t => t.Describe()));

    public override string Example() => types[0].Example();

    /// <summary>When none fits, the alternative that got furthest into the value tells what is wrong with it.</summary>
    internal override ParameterProblem? Check(JsonElement value)
    {
        ParameterProblem? furthest = null;
        foreach (var type in types)
        {
            if (type.Check(value) is not { } problem)
                return null;
            if (problem.Path.Length > (furthest?.Path.Length ?? 0))
                furthest = problem;
        }

        return furthest ?? ParameterProblem.At(value, this);
    }
}

internal sealed class PrivateType(ParameterType other) : ParameterType
{
    public override ParameterKind Kind => other.Kind;

    public override string Describe() => other.Describe();

    public override string Example() => other.Example();

    internal override ParameterProblem? Check(JsonElement value) =>
        other.Check(value) is { } problem ? problem with { Found = ParameterProblem.KindWords(value) } : null;
}
