using System.Globalization;
using System.Text.Json;

namespace Drover.Kernel.Queries;

/// <summary>What the operators mean for one cell. A null value equals nothing by any rules.</summary>
internal static class CellTests
{
    public static Func<FieldValue, bool> Truth(FilterRules rules)
    {
        if (rules.AllIsTrueOrFalse) return cell => !cell.IsNormal || IsTrue(cell.Unwrap());
        return cell =>
        {
            if (!cell.IsNormal) return true;
            var value = cell.Unwrap();
            return value.Shape switch
            {
                ValueShape.Bool => value.Bool,
                ValueShape.Null => false,
                _ => throw new QueryException("FILTER_TYPE", $"Unexpected value '{PrettyJson.Of(cell)}' in boolean context",
                    "Only fields that are true or false can stand alone; compare others with a value."),
            };
        };
    }

    public static Func<FieldValue, bool> Match(FilterPattern pattern, FilterRules rules)
    {
        var passes = rules.MissingPasses;
        return cell =>
        {
            if (!cell.IsNormal && passes) return true;
            var value = cell.Unwrap();
            if (value.Shape == ValueShape.Text) return pattern.IsMatch(value.Text);
            if (value.Shape == ValueShape.TextList) return value.Texts.Any(pattern.IsMatch);
            if (cell.IsNormal && value.Shape == ValueShape.Null) return false;
            throw new QueryException("FILTER_TYPE",
                $"Invalid field value used in regexp matching, expecting string but got '{PrettyJson.Of(cell)}'",
                "Regular expressions look at texts only.");
        };
    }

    public static Func<FieldValue, bool> Contains(FieldDefinition field, FieldValue wanted, FilterRules rules)
    {
        var passes = rules.MissingPasses;
        return cell =>
        {
            if (!cell.IsNormal && passes) return true;
            if (cell.Shape == ValueShape.TextList) return wanted.Shape == ValueShape.Text && cell.Texts.Contains(wanted.Text);
            if (cell.Shape == ValueShape.Json && ListHolds(cell, wanted) is { } holds) return holds;
            if (cell.IsNormal && cell.Unwrap().Shape == ValueShape.Null) return false;
            throw new QueryException("FILTER_TYPE",
                $"Invalid value of field '{field.Name}' used in contains test, expecting list but got '{PrettyJson.Of(cell)}'",
                "'in' looks into lists only; use == or =~ for a text.");
        };
    }

    /// <exception cref="QueryException">The value can never fit the field.</exception>
    public static Func<FieldValue, bool> Comparison(FieldDefinition field, ComparisonOperator op, FieldValue wanted, FilterRules rules)
    {
        if (rules.ChecksKinds) CheckKind(field, wanted);
        if (field.Flags.HasFlag(FieldFlags.JobId)) wanted = JobId(wanted);
        // Short for a negation, which also turns round the answer for a cell without a value.
        if (op == ComparisonOperator.NotEqual)
        {
            var equal = Comparison(field, ComparisonOperator.Equal, wanted, rules);
            return cell => !equal(cell);
        }
        var passes = rules.MissingPasses;
        if (op == ComparisonOperator.Equal)
        {
            if (field.Flags.HasFlag(FieldFlags.Hostname) && wanted.Shape == ValueShape.Text)
                return cell => cell.IsNormal ? IsHostname(cell, wanted.Text, rules) ?? Fits(cell, op, wanted, field, rules) : passes;
            if (wanted.Shape == ValueShape.Text)
            {
                var text = wanted.Text;
                return cell => cell.Shape == ValueShape.Text ? cell.Text == text : cell.IsNormal ? Fits(cell, op, wanted, field, rules) : passes;
            }
        }
        return cell => cell.IsNormal ? Fits(cell, op, wanted, field, rules) : passes;
    }

    /// <summary>A job id from a filter: a whole number, or a text of digits.</summary>
    /// <exception cref="QueryException">The text is no number.</exception>
    public static FieldValue JobId(FieldValue value)
    {
        if (value.Shape != ValueShape.Text) return value;
        return long.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new QueryException("FILTER_JOB_ID", $"parsing job id: cannot parse string '{value.Text}'", "Job ids are whole numbers.") { Value = value };
    }

    private static bool Fits(FieldValue cell, ComparisonOperator op, FieldValue wanted, FieldDefinition field, FilterRules rules)
    {
        var value = cell.Unwrap();
        if (value.Shape == ValueShape.Null) return false;
        if (field.Flags.HasFlag(FieldFlags.JobId) && value.Shape == ValueShape.Text) value = JobId(value);
        if (field.Flags.HasFlag(FieldFlags.SplitTimestamp) && value.Shape == ValueShape.Split)
            value = rules.FractionsCount ? value.Moment.UnixSeconds : value.Moment.Seconds;

        int order;
        if (value.IsNumber && wanted.IsNumber) order = FieldValue.CompareNumbers(value, wanted);
        else if (value.Shape != wanted.Shape || value.Shape is not (ValueShape.Text or ValueShape.Bool)) return Mismatch(cell, op, wanted, field, rules);
        else order = value.Shape == ValueShape.Text ? NiceSort.CompareText(value.Text, wanted.Text) : value.Bool.CompareTo(wanted.Bool);

        return op switch
        {
            ComparisonOperator.Equal => order == 0,
            ComparisonOperator.Less => order < 0,
            ComparisonOperator.LessOrEqual => order <= 0,
            ComparisonOperator.Greater => order > 0,
            _ => order >= 0,
        };
    }

    private static bool Mismatch(FieldValue cell, ComparisonOperator op, FieldValue wanted, FieldDefinition field, FilterRules rules)
    {
        if (rules.OtherTypesDiffer && op == ComparisonOperator.Equal) return false;
        throw new QueryException("FILTER_TYPE",
            $"Invalid types in comparison, trying to compare {PrettyJson.Of(cell)} with '{FilterValueWords.Show(wanted)}'",
            $"Field '{field.Name}' of kind {field.Kind.WireName()} has a value of another type; texts compare with texts, numbers with numbers.");
    }

    private static bool? IsHostname(FieldValue cell, string wanted, FilterRules rules)
    {
        var value = cell.Unwrap();
        if (value.Shape != ValueShape.Text) return null;
        var rule = rules.HostsIgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var name = value.Text;
        return name.StartsWith(wanted, rule) && (name.Length == wanted.Length || name[wanted.Length] == '.');
    }

    private static bool IsTrue(FieldValue value) => value.Shape switch
    {
        ValueShape.Null => false,
        ValueShape.Bool => value.Bool,
        ValueShape.Integer or ValueShape.Float => value.AsDouble != 0,
        ValueShape.Text => value.Text.Length > 0,
        ValueShape.TextList => value.Texts.Count > 0,
        ValueShape.Json => !IsEmptyJson(value),
        _ => true,
    };

    private static bool IsEmptyJson(FieldValue value)
    {
        var reader = new Utf8JsonReader(value.RawJson.Span);
        return reader.Read() && reader.Read() && reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject;
    }

    /// <summary>Null when the JSON is no list.</summary>
    private static bool? ListHolds(FieldValue cell, FieldValue wanted)
    {
        var reader = new Utf8JsonReader(cell.RawJson.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (FieldValue.ReadScalar(ref reader) is { } item && item.Equals(wanted)) return true;
            reader.Skip();
        }
        return false;
    }

    private static void CheckKind(FieldDefinition field, FieldValue wanted)
    {
        var fits = field.Kind switch
        {
            _ when field.Flags.HasFlag(FieldFlags.JobId) => true,
            FieldKind.Text => wanted.Shape == ValueShape.Text,
            FieldKind.Number or FieldKind.Float or FieldKind.Unit or FieldKind.Timestamp => wanted.IsNumber,
            _ => true,
        };
        if (!fits)
            throw new QueryException("FILTER_KIND", $"The field '{field.Name}' of kind {field.Kind.WireName()} can never be compared with {wanted}",
                "Texts compare with texts, numbers with numbers.")
            {
                Field = field.Name,
                Kind = field.Kind,
                Value = wanted,
            };
    }
}
