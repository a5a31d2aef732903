using System.Globalization;

namespace Drover.LavaWeb.Rest;

/// <summary>Conditions of a listing, from its parameters: <c>field=</c>, <c>field__in=</c> and the like. Parameters of other names are passed over.</summary>
internal static class RestFilter
{
    private static readonly string[] s_operators = ["in", "lt", "gt", "lte", "gte", "contains", "icontains", "startswith", "endswith", "isnull"];

    /// <summary>All conditions of a request in one.</summary>
    /// <exception cref="RestException">A value is none that the field could have.</exception>
    public static Func<T, bool> Of<T>(IReadOnlyList<RestField<T>> fields, IEnumerable<(string Name, string Value)> query)
    {
        List<Func<T, bool>> conditions = [];
        foreach (var (parameter, value) in query)
        {
            var isNot = parameter.EndsWith('!');
            var name = isNot ? parameter[..^1] : parameter;
            var split = name.LastIndexOf("__", StringComparison.Ordinal);
            var (plain, operation) = split > 0 && s_operators.Contains(name[(split + 2)..]) ? (name[..split], name[(split + 2)..]) : (name, "");
            if (fields.FirstOrDefault(field => field.Name == plain && field.IsFilter) is not { } found)
                continue;
            var condition = One(found, operation, parameter, value);
            // For words of states LAVA passes over the exclamation mark.
            conditions.Add(isNot && found.Words is null ? row => !condition(row) : condition);
        }
        return row => conditions.All(condition => condition(row));
    }

    private static Func<T, bool> One<T>(RestField<T> field, string operation, string parameter, string value)
    {
        switch (operation)
        {
            case "isnull":
                var wanted = value.ToLowerInvariant() switch { "true" or "1" => true, "false" or "0" => false, _ => throw RestException.Field(parameter, "Give true or false.") };
                return row => field.Value(row) is null == wanted;
            case "in":
                var all = value.Split(',').Select(item => Exact(field, parameter, item)).ToList();
                return row => all.Any(exact => exact(row));
            case "lt" or "gt" or "lte" or "gte":
                return Ordered(field, operation, parameter, value);
            case "contains":
                return row => Text(field, row)?.Contains(value, StringComparison.Ordinal) == true;
            case "icontains":
                return row => Text(field, row)?.Contains(value, StringComparison.OrdinalIgnoreCase) == true;
            case "startswith":
                return row => Text(field, row)?.StartsWith(value, StringComparison.Ordinal) == true;
            case "endswith":
                return row => Text(field, row)?.EndsWith(value, StringComparison.Ordinal) == true;
            default:
                return Exact(field, parameter, value);
        }
    }

    private static Func<T, bool> Exact<T>(RestField<T> field, string parameter, string value)
    {
        if (field.Words is { } words)
        {
            var comparison = field.AnyCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
            if (!words.Any(word => word.Equals(value, comparison)))
                throw RestException.Field(parameter, $"Select a valid choice. {value} is not one of {string.Join(", ", words)}.");
            return row => ((string?)field.Value(row))?.Equals(value, comparison) == true;
        }
        Check(field, parameter, value);
        if (field.IsKnown?.Invoke(value) == false)
            throw RestException.Field(parameter, "Select a valid choice. That choice is not one of the available choices.");
        return row => field.Value(row) switch
        {
            null => false,
            string text => text == value,
            bool flag => flag == Flag(parameter, value),
            long number => number == Number(parameter, value),
            Timestamp moment => moment == Moment(parameter, value),
            IEnumerable<long> numbers => numbers.Contains(Number(parameter, value)),
            IEnumerable<string> texts => texts.Contains(value),
            _ => false,
        };
    }

    private static Func<T, bool> Ordered<T>(RestField<T> field, string operation, string parameter, string value)
    {
        Check(field, parameter, value);
        return row =>
        {
            int? order = field.Value(row) switch
            {
                string text => string.CompareOrdinal(text, value),
                long number => number.CompareTo(Number(parameter, value)),
                Timestamp moment => moment.CompareTo(Moment(parameter, value)),
                _ => null,
            };
            return operation switch { "lt" => order < 0, "gt" => order > 0, "lte" => order <= 0, _ => order >= 0 };
        };
    }

    /// <summary>Refuses what no row could have.</summary>
    private static void Check<T>(RestField<T> field, string parameter, string value)
    {
        if (field.Kind == RestKind.Number)
            Number(parameter, value);
        else if (field.Kind == RestKind.Moment)
            Moment(parameter, value);
        else if (field.Kind == RestKind.Flag)
            Flag(parameter, value);
    }

    private static string? Text<T>(RestField<T> field, T row) => field.Value(row) as string;

    private static long Number(string parameter, string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw RestException.Field(parameter, "Enter a number.");

    private static bool Flag(string parameter, string value) => value.ToLowerInvariant() switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => throw RestException.Field(parameter, "Give true or false."),
    };

    private static Timestamp Moment(string parameter, string value) =>
        DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? new Timestamp((moment.UtcDateTime - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond)
            : throw RestException.Field(parameter, "Enter a valid date/time.");
}
