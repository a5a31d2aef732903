using System.Globalization;
using System.Text.Json;
using Drover.Cli.Words;

namespace Drover.Cli.Submitting;

/// <summary>Options of a submit that become parameters of each of its opcodes.</summary>
internal sealed record OpOptions
{
    public int? Priority { get; init; }

    public string? Comment { get; init; }

    public string? Reason { get; init; }

    /// <summary>Who gives the reason.</summary>
    public string Source { get; init; } = "drover:submit";

    /// <summary>Nanoseconds since the epoch, the time of the reason.</summary>
    public long Now { get; init; }

    public IReadOnlyList<(long Job, string[] Statuses)> Depends { get; init; } = [];

    /// <summary><c>ID</c> or <c>ID:status,status</c>; without statuses the job must succeed.</summary>
    public static (long Job, string[] Statuses) ReadDepends(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var id = colon < 0 ? text : text[..colon];
        if (!long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var job) || job == 0)
            throw CliException.Usage(Language.Say("depends.id", text), Language.Say("depends.id.hint"));
        var statuses = colon < 0 ? ["success"] : text[(colon + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (statuses.FirstOrDefault(s => s is not ("success" or "error" or "canceled")) is { } wrong)
            throw CliException.Usage(Language.Say("depends.status", text, wrong), Language.Say("depends.status.hint"));
        return (job, statuses);
    }

    /// <summary>Writes the opcode, with the options in place of, or added to, what it says itself.</summary>
    public void Write(Utf8JsonWriter writer, JsonElement op)
    {
        writer.WriteStartObject();
        foreach (var property in op.EnumerateObject())
        {
            if (property.Name == "OP_ID" && property.Value.ValueKind == JsonValueKind.String)
                writer.WriteString("OP_ID", OpName.Full(property.Value.GetString()!));
            else if (!Replaces(property.Name))
                property.WriteTo(writer);
        }

        if (Priority is { } priority)
            writer.WriteNumber("priority", priority);
        if (Comment is not null)
            writer.WriteString("comment", Comment);
        if (Depends.Count > 0)
            WriteDepends(writer, op);
        if (Reason is not null)
            WriteReason(writer, op);
        writer.WriteEndObject();
    }

    private bool Replaces(string name) => name switch
    {
        "priority" => Priority is not null,
        "comment" => Comment is not null,
        "depends" => Depends.Count > 0,
        "reason" => Reason is not null,
        _ => false,
    };

    private void WriteDepends(Utf8JsonWriter writer, JsonElement op)
    {
        writer.WriteStartArray("depends");
        WriteOwn(writer, op, "depends");
        foreach (var (job, statuses) in Depends)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(job);
            writer.WriteStartArray();
            foreach (var status in statuses)
                writer.WriteStringValue(status);
            writer.WriteEndArray();
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private void WriteReason(Utf8JsonWriter writer, JsonElement op)
    {
        writer.WriteStartArray("reason");
        WriteOwn(writer, op, "reason");
        writer.WriteStartArray();
        writer.WriteStringValue(Source);
        writer.WriteStringValue(Reason);
        writer.WriteNumberValue(Now);
        writer.WriteEndArray();
        writer.WriteEndArray();
    }

    private static void WriteOwn(Utf8JsonWriter writer, JsonElement op, string name)
    {
        if (!op.TryGetProperty(name, out var own) || own.ValueKind != JsonValueKind.Array)
            return;
        foreach (var item in own.EnumerateArray())
            item.WriteTo(writer);
    }
}
