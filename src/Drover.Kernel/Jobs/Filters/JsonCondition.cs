using System.Text.Json;
using Drover.Kernel.Queries;

namespace Drover.Kernel.Jobs.Filters;

/// <summary>Evaluates a filter on what a job holds as JSON. A value that is missing, or of another type, matches nothing.</summary>
internal static class JsonCondition
{
    private const string Watermark = "watermark";

    public static bool Holds(QueryFilter filter, Func<string, FieldValue> field, long watermark) => filter switch
    {
        QueryFilter.And and => and.Parts.All(part => Holds(part, field, watermark)),
        QueryFilter.Or or => or.Parts.Any(part => Holds(part, field, watermark)),
        QueryFilter.Not not => !Holds(not.Inner, field, watermark),
        QueryFilter.Truth truth => field(truth.Field) is { Shape: ValueShape.Bool, Bool: true },
        QueryFilter.Match match => field(match.Field) is { Shape: ValueShape.Text } text && match.Pattern.IsMatch(text.Text),
        QueryFilter.Contains contains => field(contains.Field) is { Shape: ValueShape.TextList } list
            && contains.Value.Shape == ValueShape.Text && list.Texts.Contains(contains.Value.Text, StringComparer.Ordinal),
        QueryFilter.Comparison comparison => Compare(comparison, field(comparison.Field), watermark),
        _ => false,
    };

    /// <summary>The value of a key of an object.</summary>
    public static FieldValue Value(JsonElement container, string key) =>
        container.TryGetProperty(key, out var value) ? Value(value) : FieldValue.Unavailable;

    /// <summary>A JSON value as a field value.</summary>
    public static FieldValue Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => FieldValue.Of(value.GetString()),
        JsonValueKind.True => FieldValue.Of(true),
        JsonValueKind.False => FieldValue.Of(false),
        JsonValueKind.Number when value.TryGetInt64(out var whole) => FieldValue.Of(whole),
        JsonValueKind.Number => FieldValue.Of(value.GetDouble()),
        JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            FieldValue.Of([.. value.EnumerateArray().Select(item => item.GetString()!)]),
        _ => FieldValue.Unavailable,
    };

    private static bool Compare(QueryFilter.Comparison comparison, FieldValue actual, long watermark)
    {
        var wanted = comparison.Value;
        if (actual.Shape == ValueShape.Integer && wanted.Shape == ValueShape.Text && wanted.Text == Watermark)
            wanted = FieldValue.Of(watermark);
        if (!actual.IsNormal || Order(actual, wanted) is not { } order)
            return comparison.Operator == ComparisonOperator.NotEqual;
        return comparison.Operator switch
        {
            ComparisonOperator.Equal => order == 0,
            ComparisonOperator.NotEqual => order != 0,
            ComparisonOperator.Less => order < 0,
            ComparisonOperator.LessOrEqual => order <= 0,
            ComparisonOperator.Greater => order > 0,
            _ => order >= 0,
        };
    }

    private static int? Order(FieldValue a, FieldValue b) => (a.Shape, b.Shape) switch
    {
        (ValueShape.Text, ValueShape.Text) => string.CompareOrdinal(a.Text, b.Text),
        (ValueShape.Bool, ValueShape.Bool) => a.Bool.CompareTo(b.Bool),
        (ValueShape.Integer, ValueShape.Integer) => a.Integer.CompareTo(b.Integer),
        (ValueShape.Integer or ValueShape.Float, ValueShape.Integer or ValueShape.Float) => Number(a).CompareTo(Number(b)),
        _ => null,
    };

    private static double Number(FieldValue value) => value.Shape == ValueShape.Integer ? value.Integer : value.Float;
}
