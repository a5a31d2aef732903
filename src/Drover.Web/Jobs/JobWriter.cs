using System.Text.Json;
using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;

namespace Drover.Web.Jobs;

/// <summary>JSON forms of a job's progress and log.</summary>
internal static class JobWriter
{
    /// <summary>Writes the member <c>logs</c>.</summary>
    public static void WriteLogs(Utf8JsonWriter writer, IReadOnlyList<LogRow> logs)
    {
        writer.WriteStartArray("logs"u8);
        foreach (var entry in logs)
        {
            writer.WriteStartObject();
            writer.WriteNumber("serial"u8, entry.Serial);
            writer.WritePropertyName("time"u8);
            entry.Time.WriteTo(writer);
            writer.WriteNumber("opcode"u8, entry.Opcode);
            writer.WriteString("type"u8, entry.Type);
            writer.WritePropertyName("content"u8);
            new RawJson(entry.Content).WriteTo(writer);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    /// <summary>Writes the members <c>id</c>, <c>status</c>, <c>final</c>, <c>opstatus</c> and <c>opresult</c>.</summary>
    public static void WriteProgress(Utf8JsonWriter writer, Job job, bool seesInside)
    {
        writer.WriteNumber("id"u8, job.Id);
        writer.WriteString("status"u8, job.Status.Name());
        writer.WriteBoolean("final"u8, job.Status.IsFinal());
        Each(writer, "opstatus", job, op => writer.WriteStringValue(op.Status.Name()));
        if (seesInside)
            Each(writer, "opresult", job, op => op.Result.WriteTo(writer));
        else
            writer.WriteNull("opresult"u8);
    }

    private static void Each(Utf8JsonWriter writer, string name, Job job, Action<Opcode> write)
    {
        writer.WriteStartArray(name);
        foreach (var op in job.Ops)
            write(op);
        writer.WriteEndArray();
    }
}
