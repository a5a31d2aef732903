using System.Globalization;
using System.Text.Json;

namespace Drover.Cli.Listing;

/// <summary>Moments in the JSON of the command line: RFC 3339 in UTC, where the wire has <c>[seconds, microseconds]</c> or seconds with a fraction.</summary>
internal static class Moments
{
    private const long FirstSecond = -62135596800;
    private const long LastSecond = 253402300799;

    /// <summary>Lists of moments, one an opcode.</summary>
    private static readonly string[] s_lists = ["opstart", "opexec", "opend"];

    /// <summary>A pair <c>[s,us]</c> of a field named for a time.</summary>
    public static bool IsPair(string name, JsonElement value) => (name.EndsWith("_ts", StringComparison.Ordinal) || name == "time") && IsPair(value);

    /// <summary>The moment of a pair, of a number of seconds, or of a text of RFC 3339; null where there is none that a calendar has.</summary>
    public static DateTimeOffset? Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when value.TryGetDateTimeOffset(out var moment) => moment,
        JsonValueKind.Array when IsPair(value) => At(value[0].GetInt64(), value[1].GetInt64()),
        JsonValueKind.Number when value.GetDouble() is var seconds && double.IsFinite(seconds) && Math.Abs(seconds) <= LastSecond =>
            At((long)Math.Floor(seconds), (long)Math.Round((seconds - Math.Floor(seconds)) * 1_000_000)),
        _ => null,
    };

    /// <summary>Writes a member's value; moments in it are texts.</summary>
    /// <param name="name">Name of the member, which tells what it is.</param>
    /// <param name="isSeconds">A number is a moment too.</param>
    public static void Write(Utf8JsonWriter writer, string name, JsonElement value, bool isSeconds = false)
    {
        if ((IsPair(name, value) || (isSeconds && value.ValueKind == JsonValueKind.Number)) && Read(value) is { } moment)
            writer.WriteStringValue(Text(moment));
        else if (value.ValueKind == JsonValueKind.Array && s_lists.Contains(name))
            WriteList(writer, value, WriteMoment);
        else if (value.ValueKind == JsonValueKind.Array && name == "oplog")
            WriteList(writer, value, WriteLog);
        else
            value.WriteTo(writer);
    }

    /// <summary>Writes an object; moments among its members are texts.</summary>
    public static void WriteObject(Utf8JsonWriter writer, JsonElement value)
    {
        writer.WriteStartObject();
        foreach (var member in value.EnumerateObject())
        {
            writer.WritePropertyName(member.Name);
            Write(writer, member.Name, member.Value);
        }

        writer.WriteEndObject();
    }

    /// <summary>RFC 3339 with as many digits of the second as it has.</summary>
    public static string Text(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset? At(long seconds, long microseconds) =>
        seconds is < FirstSecond or > LastSecond ? null : DateTimeOffset.UnixEpoch.AddSeconds(seconds).AddMicroseconds(Math.Clamp(microseconds, 0, 999_999));

    private static bool IsPair(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 2
        && value[0].ValueKind == JsonValueKind.Number && value[1].ValueKind == JsonValueKind.Number
        && value[0].TryGetInt64(out _) && value[1].TryGetInt64(out _);

    private static void WriteList(Utf8JsonWriter writer, JsonElement list, Action<Utf8JsonWriter, JsonElement> item)
    {
        writer.WriteStartArray();
        foreach (var value in list.EnumerateArray())
            item(writer, value);
        writer.WriteEndArray();
    }

    private static void WriteMoment(Utf8JsonWriter writer, JsonElement value)
    {
        if (Read(value) is { } moment)
            writer.WriteStringValue(Text(moment));
        else
            value.WriteTo(writer);
    }

    /// <summary>The log of one opcode: entries <c>[serial, moment, type, content]</c>.</summary>
    private static void WriteLog(Utf8JsonWriter writer, JsonElement log)
    {
        if (log.ValueKind == JsonValueKind.Array)
            WriteList(writer, log, WriteLogEntry);
        else
            log.WriteTo(writer);
    }

    private static void WriteLogEntry(Utf8JsonWriter writer, JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Array)
        {
            entry.WriteTo(writer);
            return;
        }

        writer.WriteStartArray();
        var index = 0;
        foreach (var part in entry.EnumerateArray())
        {
            if (index++ == 1)
                WriteMoment(writer, part);
            else
                part.WriteTo(writer);
        }

        writer.WriteEndArray();
    }
}
