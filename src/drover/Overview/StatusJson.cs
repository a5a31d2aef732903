using System.Text.Json;
using Drover.Cli.Listing;

namespace Drover.Cli.Overview;

/// <summary>The status for programs, as one object.</summary>
internal static class StatusJson
{
    public static void Write(Session session, FleetStatus status, DateTimeOffset now)
    {
        session.Screen.Out.Flush();
        using (var writer = JsonLines.IndentedWriter(session.Screen.OutStream))
            Write(writer, status, now);
        session.Screen.OutStream.Write("\n"u8);
    }

    private static void Write(Utf8JsonWriter writer, FleetStatus status, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteString("severity", status.Severity switch { Severity.Ok => "ok", Severity.Warning => "warning", _ => "critical" });
        writer.WriteStartArray("problems");
        foreach (var problem in status.Problems)
            writer.WriteStringValue(problem);
        writer.WriteEndArray();
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
        writer.WriteEndObject();
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
