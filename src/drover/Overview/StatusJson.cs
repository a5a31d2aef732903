using System.Text.Json;
using Drover.Cli.Door;
using Drover.Cli.Listing;
using Drover.Cli.Operating;

namespace Drover.Cli.Overview;

/// <summary>The status for programs, as one object.</summary>
internal static class StatusJson
{
    public static void Write(Session session, FleetStatus status, InnerStatus? inner, DateTimeOffset now)
    {
        session.Screen.Out.Flush();
        using (var writer = JsonLines.IndentedWriter(session.Screen.OutStream))
            Write(writer, status, inner, now);
        session.Screen.OutStream.Write("\n"u8);
    }

    private static void Write(Utf8JsonWriter writer, FleetStatus status, InnerStatus? inner, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteString("severity", status.Severity switch { Severity.Ok => "ok", Severity.Warning => "warning", _ => "critical" });
        writer.WriteTexts("problems", status.Problems);
        writer.WriteString("cluster", status.Cluster);
        writer.WriteString("leader", status.Node);
        writer.WriteString("version", status.Version);
        writer.WriteBoolean("ready", status.IsReady);
        Write(writer, "failing", status.Failing);
        Write(writer, "notices", status.Notices);
        Write(writer, status.Queue);
        if (status.LongestWait is { } job)
        {
            writer.WriteStartObject("longest_wait");
            writer.WriteNumber("id", job.Id);
            writer.WriteString("summary", job.Summary);
            writer.WriteNumber("seconds", (long)job.For(now).TotalSeconds);
            writer.WriteString("why", status.Why);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("longest_wait");
        }

        writer.WriteStartArray("services");
        foreach (var group in status.Groups)
        {
            writer.WriteStartObject();
            writer.WriteString("name", group.Name);
            writer.WriteString("state", group.State);
            writer.WriteString("note", group.Note);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        Write(writer, status.Disk);
        writer.WriteStartArray("failed");
        foreach (var failed in status.Failed)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", failed.Id);
            writer.WriteString("summary", failed.Summary);
            writer.WriteString("ended", failed.Ended.UtcDateTime);
            writer.WriteString("error", failed.Error);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (inner is not null)
            Write(writer, inner, now);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, InnerStatus inner, DateTimeOffset now)
    {
        writer.WriteString("client_version", VersionVerb.OwnVersion);
        writer.WriteStartArray("running");
        foreach (var job in inner.Running)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", job.Id);
            writer.WriteString("summary", job.Summary);
            writer.WriteNumber("seconds", (long)job.For(now).TotalSeconds);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        Write(writer, "locks", inner.Locks);
        Write(writer, "nodes", inner.Nodes);
        Write(writer, "workers", inner.Workers);
        writer.WriteStartObject("figures");
        foreach (var (name, series) in inner.Figures.All)
        {
            writer.WritePropertyName(name);
            if (series is [{ Labels.Count: 0 } single])
            {
                WriteFigure(writer, single.Value);
                continue;
            }

            writer.WriteStartArray();
            foreach (var (labels, value) in series)
            {
                writer.WriteStartObject();
                foreach (var (label, text) in labels)
                    writer.WriteString(label, text);
                writer.WritePropertyName("value");
                WriteFigure(writer, value);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    /// <summary>JSON has no infinity, and no lack of a number.</summary>
    private static void WriteFigure(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumberValue(value);
        else
            writer.WriteNullValue();
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<JsonElement>? rows)
    {
        if (rows is null)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartArray(name);
        foreach (var row in rows)
            row.WriteTo(writer);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<Finding> findings)
    {
        writer.WriteStartArray(name);
        foreach (var finding in findings)
        {
            writer.WriteStartObject();
            writer.WriteString("name", finding.Name);
            writer.WriteString("message", finding.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, QueueFigures queue)
    {
        writer.WriteStartObject("queue");
        writer.WriteBoolean("drained", queue.Drained);
        writer.WriteBoolean("stopping", queue.Stopping);
        writer.WriteNumber("running", queue.Running);
        writer.WriteNumber("waiting", queue.Waiting);
        writer.WriteNumber("queued", queue.Queued);
        writer.WriteNumber("limit", queue.Limit);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, DiskSpace? disk)
    {
        if (disk is null)
        {
            writer.WriteNull("disk");
            return;
        }

        writer.WriteStartObject("disk");
        writer.WriteString("path", disk.Path);
        writer.WriteNumber("free", disk.Free);
        writer.WriteNumber("total", disk.Total);
        writer.WriteEndObject();
    }
}
