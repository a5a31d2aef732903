using System.Text.Json;

namespace Drover.Kernel.Queries;

/// <summary>Reads the list form.</summary>
internal sealed class FilterListReader(int levels)
{
    public QueryFilter Read(JsonElement filter, int level)
    {
        if (level >= levels)
            throw new QueryException("FILTER_TOO_DEEP", $"Only up to {levels} levels are allowed (filter nested too deep)");
        if (filter.ValueKind != JsonValueKind.Array || filter.GetArrayLength() == 0 || filter[0].ValueKind != JsonValueKind.String)
            throw Malformed(FilterProblem.Condition, "filter: expected array [string, args], got", PrettyJson.Of(filter), level);

        var symbol = filter[0].GetString()!;
        return symbol switch
        {
            "&" => new QueryFilter.And(Parts(filter, level)),
            "|" => new QueryFilter.Or(Parts(filter, level)),
            "!" => new QueryFilter.Not(Read(OnlyOperand(filter, symbol, "filter"), level + 1)),
            "?" => new QueryFilter.Truth(FieldName(OnlyOperand(filter, symbol, "fieldname"))),
            "=~" => Match(filter),
            "=[]" => Contains(filter),
            _ => Comparison(filter, symbol),
        };
    }

    private QueryFilter[] Parts(JsonElement filter, int level)
    {
        // Not by index: a JsonElement counts to it from the front each time.
        var parts = new QueryFilter[filter.GetArrayLength() - 1];
        var next = -1;
        foreach (var part in filter.EnumerateArray())
        {
            if (next >= 0) parts[next] = Read(part, level + 1);
            next++;
        }
        return parts;
    }

    private static QueryFilter.Comparison Comparison(JsonElement filter, string symbol)
    {
        var op = ComparisonOperators.Parse(symbol)
            ?? throw new FilterSyntaxException(FilterProblem.Operator, $"Unknown filter operand '{symbol}'") { Operator = symbol };
        var (field, value) = FieldAndValue(filter);
        return new(op, field, Scalar(value));
    }

    private static QueryFilter.Contains Contains(JsonElement filter)
    {
        var (field, value) = FieldAndValue(filter);
        return new(field, Scalar(value));
    }

    private static QueryFilter.Match Match(JsonElement filter)
    {
        var (field, pattern) = FieldAndValue(filter);
        if (pattern.ValueKind != JsonValueKind.String)
            throw Malformed(FilterProblem.PatternType, "regular expression: expected a string, got", PrettyJson.Of(pattern));
        return new(field, new FilterPattern(pattern.GetString()!));
    }

    private static JsonElement OnlyOperand(JsonElement filter, string symbol, string expected) => filter.GetArrayLength() == 2
        ? filter[1]
        : throw Malformed(FilterProblem.OneOperand, $"field, expected [{expected}] but got", PrettyJson.OfTail(filter), symbol: symbol);

    private static (string Field, JsonElement Value) FieldAndValue(JsonElement filter) => filter.GetArrayLength() == 3
        ? (FieldName(filter[1]), filter[2])
        : throw Malformed(FilterProblem.TwoOperands, "field/value pair, expected [fieldname, value] but got", PrettyJson.OfTail(filter));

    private static string FieldName(JsonElement name) => name.ValueKind == JsonValueKind.String
        ? name.GetString()!
        : throw Malformed(FilterProblem.FieldName, "field name: expected a string, got", PrettyJson.Of(name));

    // true and false are more than Ganeti takes: fields that hold them can be compared with them.
    private static FieldValue Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when value.TryGetInt64(out var whole) => whole,
        JsonValueKind.Number when value.TryGetDouble(out var number) && double.IsFinite(number) => number,
        _ => throw Malformed(FilterProblem.Value, "filter value: expected a string or a number, got", PrettyJson.Of(value)),
    };

    private static FilterSyntaxException Malformed(FilterProblem problem, string what, string found, int level = 0, string? symbol = null) =>
        new(problem, $"Cannot deserialise {what} {found}") { Level = level, Operator = symbol, Found = found };
}
