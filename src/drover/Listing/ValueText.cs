using System.Globalization;
using System.Text;
using System.Text.Json;
using Drover.Cli.Terminal;

namespace Drover.Cli.Listing;

/// <summary>Writes a value for people, on one line.</summary>
internal sealed class ValueText(TimeZoneInfo zone)
{
    /// <summary>The text of a cell <c>[status, value]</c>; what is not normal is a sign: ?? unknown, ? no data, - not available, * offline.</summary>
    public string Cell(Field field, JsonElement cell) => cell[0].GetInt32() switch
    {
        0 => Value(field, cell[1]),
        1 => "??",
        2 => "?",
        3 => "-",
        4 => "*",
        _ => "?",
    };

    public string Value(Field field, JsonElement value) => field.Kind switch
    {
        "unit" when value.ValueKind == JsonValueKind.Number => Unit(value.GetDouble()),
        "timestamp" when value.ValueKind == JsonValueKind.Number => Time(value.GetDouble()),
        _ when Moments.IsPair(field.Name, value) => Time(value[0].GetInt64(), value[1].GetInt64()),
        _ => Plain(value),
    };

    public static string Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Printable.Line(value.GetString()!),
        JsonValueKind.True => "Y",
        JsonValueKind.False => "N",
        JsonValueKind.Null or JsonValueKind.Undefined => "-",
        JsonValueKind.Array => List(value),
        _ => Json(value),
    };

    /// <summary>JSON on one line.</summary>
    public static string Json(JsonElement value)
    {
        var text = value.GetRawText();
        return Printable.Line(text.Contains('\n', StringComparison.Ordinal) ? Encoding.UTF8.GetString(JsonLines.Compact(value)) : text);
    }

    /// <summary>Seconds and microseconds since the epoch as local time.</summary>
    public string Time(long seconds, long microseconds) => seconds is < -62135596800 or > 253402300799
        ? seconds.ToString(CultureInfo.InvariantCulture)
        : Time(DateTimeOffset.UnixEpoch.AddSeconds(seconds).AddMicroseconds(Math.Clamp(microseconds, 0, 999_999)));

    /// <summary>A moment as local time.</summary>
    public string Time(DateTimeOffset moment)
    {
        var local = moment.Year is <= 1 or >= 9999 ? moment : TimeZoneInfo.ConvertTime(moment, zone);
        return local.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    private string Time(double seconds) => double.IsFinite(seconds) && Math.Abs(seconds) < 1e15 ? Time((long)Math.Floor(seconds), 0) : "?";

    private static string Unit(double mebibytes) => mebibytes switch
    {
        < 1024 => mebibytes.ToString("0", CultureInfo.InvariantCulture) + "M",
        < 1024 * 1024 => (mebibytes / 1024).ToString("0.0", CultureInfo.InvariantCulture) + "G",
        _ => (mebibytes / 1024 / 1024).ToString("0.0", CultureInfo.InvariantCulture) + "T",
    };

    private static string List(JsonElement list)
    {
        if (list.GetArrayLength() == 1 && list[0].ValueKind == JsonValueKind.String)
            return Printable.Line(list[0].GetString()!);
        return string.Join(',', list.EnumerateArray().Select(item =>
            item.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? Json(item) : Plain(item)));
    }
}
