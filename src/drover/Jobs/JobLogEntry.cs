using System.Text.Json;
using Drover.Cli.Listing;
using Drover.Cli.Terminal;

namespace Drover.Cli.Jobs;

/// <summary>One entry of a job's log.</summary>
internal sealed record JobLogEntry(long Serial, long Seconds, long Microseconds, int Opcode, string Type, JsonElement Content, JsonElement Source)
{
    public static List<JobLogEntry> ReadAll(JsonElement answer) =>
        answer.TryGetProperty("logs", out var logs) && logs.ValueKind == JsonValueKind.Array ? logs.EnumerateArray().Select(Read).ToList() : [];

    /// <summary>A line for people; lines after the first are indented.</summary>
    public string Line(ValueText text, bool withOpcode)
    {
        var time = text.Time(Seconds, Microseconds);
        var content = Content.ValueKind == JsonValueKind.String ? Printable.Lines(Content.GetString()!).TrimEnd('\n') : ValueText.Json(Content);
        if (Type is not ("message" or ""))
            content = $"[{Printable.Line(Type)}] {content}";
        var opcode = withOpcode ? $" op {Opcode}" : "";
        return $"{time}{opcode}  {content.Replace("\n", "\n" + new string(' ', time.Length + opcode.Length + 2), StringComparison.Ordinal)}";
    }

    private static JobLogEntry Read(JsonElement entry)
    {
        var time = entry.GetProperty("time");
        return new JobLogEntry(
            entry.GetProperty("serial").GetInt64(),
            time[0].GetInt64(),
            time[1].GetInt64(),
            entry.TryGetProperty("opcode", out var op) && op.ValueKind == JsonValueKind.Number ? op.GetInt32() : 0,
            entry.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString()! : "message",
            entry.TryGetProperty("content", out var content) ? content.Clone() : default,
            entry.Clone());
    }
}
