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

    /// <summary>Most log entries that are sent in one piece.</summary>
    public const int MostLogs = 1_000;

    /// <summary>Writes the members <c>id</c>, <c>status</c> and <c>final</c>. The end of a job comes after its log: with <paramref name="moreLogs"/> it is told as running.</summary>
    public static void WriteStatus(Utf8JsonWriter writer, Job job, bool moreLogs)
    {
        var status = moreLogs && job.Status.IsFinal() ? JobStatus.Running : job.Status;
        writer.WriteNumber("id"u8, job.Id);
        writer.WriteString("status"u8, status.Name());
        writer.WriteBoolean("final"u8, status.IsFinal());
    }

    /// <summary>Writes the members <c>opstatus</c> and <c>opresult</c>.</summary>
    public static void WriteOpcodes(Utf8JsonWriter writer, Job job, bool seesInside)
    {
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
