using System.Text.Json;

namespace Drover.Kernel.Queries;

/// <summary>Reads the list form. Each error has the words of the dialect's release.</summary>
internal sealed class FilterListReader(FilterDialect dialect)
{
    private const int LevelsOf26 = 10;
    private const int Levels = 64;

    private bool Is26 => dialect == FilterDialect.Ganeti26;

    public QueryFilter Read(JsonElement filter, int level)
    {
        var levels = Is26 ? LevelsOf26 : Levels;
        if (level >= levels)
            throw QueryException.Parameter("FILTER_TOO_DEEP", $"Only up to {levels} levels are allowed (filter nested too deep)");
        if (filter.ValueKind != JsonValueKind.Array || filter.GetArrayLength() == 0 || filter[0].ValueKind != JsonValueKind.String)
            throw Malformed($"Invalid filter on level {level}", $"Cannot deserialise filter: expected array [string, args], got {PrettyJson.Of(filter)}");

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

    private QueryFilter.Comparison Comparison(JsonElement filter, string symbol)
    {
        var op = ComparisonOperators.Parse(symbol) ?? throw Malformed($"Unknown operator '{symbol}'", $"Unknown filter operand '{symbol}'");
        var (field, value) = FieldAndValue(filter);
        return new(op, field, Scalar(value));
    }

    private QueryFilter.Contains Contains(JsonElement filter)
    {
        var (field, value) = FieldAndValue(filter);
        return new(field, Scalar(value));
    }

    private QueryFilter.Match Match(JsonElement filter)
    {
        var (field, pattern) = FieldAndValue(filter);
        if (pattern.ValueKind != JsonValueKind.String)
            throw Malformed("Invalid regex pattern (expected a string)", $"Cannot deserialise regular expression: expected a string, got {PrettyJson.Of(pattern)}");
        try
        {
            return new(field, new FilterPattern(pattern.GetString()!));
        }
        catch (FilterSyntaxException error) when (Is26)
        {
            throw Malformed($"Invalid regex pattern {error.Message}", error.Message);
        }
    }

    private JsonElement OnlyOperand(JsonElement filter, string symbol, string expected) => filter.GetArrayLength() == 2
        ? filter[1]
        : throw Malformed(
            $"Unary operator '{symbol}' expects exactly one operand",
            $"Cannot deserialise field, expected [{expected}] but got {PrettyJson.OfTail(filter)}");

    private (string Field, JsonElement Value) FieldAndValue(JsonElement filter) => filter.GetArrayLength() == 3
        ? (FieldName(filter[1]), filter[2])
        : throw Malformed(
            "Invalid binary operator, expected exactly two operands",
            $"Cannot deserialise field/value pair, expected [fieldname, value] but got {PrettyJson.OfTail(filter)}");

    private string FieldName(JsonElement name) => name.ValueKind == JsonValueKind.String
        ? name.GetString()!
        : throw Malformed($"Unknown field '{PrettyJson.Of(name)}'", $"Cannot deserialise field name: expected a string, got {PrettyJson.Of(name)}");

    // true and false are more than the originals take: fields that hold them can be compared with them.
    private FieldValue Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when value.TryGetInt64(out var whole) => whole,
        JsonValueKind.Number when value.TryGetDouble(out var number) && double.IsFinite(number) => number,
        _ => throw Malformed(
            $"Invalid value {PrettyJson.Of(value)} in filter, expected a string or a number",
            $"Cannot deserialise filter value: expected a string or a number, got {PrettyJson.Of(value)}"),
    };

    private DroverException Malformed(string in26, string in302) =>
        Is26 ? QueryException.Parameter("FILTER_SYNTAX", in26) : new FilterSyntaxException(in302);
}
