using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;

namespace Drover.Web.Jobs;

/// <summary>JSON forms of a job and its log.</summary>
internal static class JobWriter
{
    /// <summary>Writes every field of a job; those without a value, and those that the caller may not see, as null.</summary>
    public static void Write(Utf8JsonWriter writer, Job job, bool archived, IReadOnlyList<LogRow> logs, string? waitsFor, bool seesInside)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id"u8, job.Id);
        writer.WriteString("status"u8, job.Status.Name());
        writer.WriteNumber("priority"u8, job.Priority);
        writer.WriteNumber("owner"u8, job.Owner);
        writer.WriteBoolean("archived"u8, archived);
        writer.WriteBoolean("cancel_requested"u8, job.CancelRequested is not null);
        Moment(writer, "received_ts", job.Received);
        Moment(writer, "start_ts", job.Started);
        Moment(writer, "end_ts", job.Ended);
        writer.WriteString("waits_for"u8, waitsFor);
        Each(writer, "summary", job, op => writer.WriteStringValue(op.Summary));
        Each(writer, "opstatus", job, op => writer.WriteStringValue(op.Status.Name()));
        Each(writer, "oppriority", job, op => writer.WriteNumberValue(op.Priority));
        Each(writer, "opstart", job, op => Moment(writer, op.Started));
        Each(writer, "opexec", job, op => Moment(writer, op.Executed));
        Each(writer, "opend", job, op => Moment(writer, op.Ended));
        if (seesInside)
        {
            Each(writer, "ops", job, op => op.Input.WriteTo(writer));
            Each(writer, "opresult", job, op => op.Result.WriteTo(writer));
            WriteOpcodeLogs(writer, job, logs);
        }
        else
        {
            writer.WriteNull("ops"u8);
            writer.WriteNull("opresult"u8);
            writer.WriteNull("oplog"u8);
        }
        writer.WriteEndObject();
    }

    /// <summary>Writes the member <c>logs</c>.</summary>
    public static void WriteLogs(Utf8JsonWriter writer, IReadOnlyList<LogRow> logs)
    {
        writer.WriteStartArray("logs"u8);
        foreach (var entry in logs)
        {
            writer.WriteStartObject();
            writer.WriteNumber("serial"u8, entry.Serial);
            Moment(writer, "time", entry.Time);
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

    /// <summary>Logs in the form of Ganeti: a list an opcode, entries of [serial, time, type, content].</summary>
    private static void WriteOpcodeLogs(Utf8JsonWriter writer, Job job, IReadOnlyList<LogRow> logs)
    {
        writer.WriteStartArray("oplog"u8);
        for (var index = 0; index < job.Ops.Length; index++)
        {
            writer.WriteStartArray();
            foreach (var entry in logs)
            {
                if (entry.Opcode != index)
                    continue;
                writer.WriteStartArray();
                writer.WriteNumberValue(entry.Serial);
                entry.Time.WriteTo(writer);
                writer.WriteStringValue(entry.Type);
                new RawJson(entry.Content).WriteTo(writer);
                writer.WriteEndArray();
            }
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
    }

    private static void Each(Utf8JsonWriter writer, string name, Job job, Action<Opcode> write)
    {
        writer.WriteStartArray(name);
        foreach (var op in job.Ops)
            write(op);
        writer.WriteEndArray();
    }

    private static void Moment(Utf8JsonWriter writer, string name, Timestamp? moment)
    {
        writer.WritePropertyName(name);
        Moment(writer, moment);
    }

    private static void Moment(Utf8JsonWriter writer, Timestamp? moment)
    {
        if (moment is { } known)
            known.WriteTo(writer);
        else
            writer.WriteNullValue();
    }
}
