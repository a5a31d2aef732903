using System.Text.Json;
using Drover.Cli.Door;
using Drover.Cli.Listing;

namespace Drover.Cli.Timelines;

/// <summary>A timeline for programs, as one object.</summary>
internal static class TimelineJson
{
    public static void Write(Session session, Timeline timeline)
    {
        session.Screen.Out.Flush();
        using (var writer = JsonLines.IndentedWriter(session.Screen.OutStream))
            Write(writer, timeline);
        session.Screen.OutStream.Write("\n"u8);
    }

    private static void Write(Utf8JsonWriter writer, Timeline timeline)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", timeline.Id);
        writer.WriteString("status", timeline.Status);
        writer.WriteTexts("summary", timeline.Operations);
        writer.WriteString("begin", Moments.Text(timeline.Begin));
        writer.WriteString("end", Moments.Text(timeline.End));
        writer.WriteBoolean("whole", timeline.IsWhole);
        writer.WriteStartArray("phases");
        foreach (var phase in timeline.Phases)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", Word(phase.Kind));
            if (phase.Opcode is { } opcode)
                writer.WriteNumber("opcode", opcode);
            else
                writer.WriteNull("opcode");
            writer.WriteString("begin", Moments.Text(phase.Begin));
            writer.WriteString("end", phase.IsOpen ? null : Moments.Text(phase.End));
            writer.WriteNumber("seconds", phase.Length.TotalSeconds);
            writer.WriteString("text", phase.Text);
            writer.WriteString("outcome", phase.Outcome);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("marks");
        foreach (var mark in timeline.Marks)
        {
            writer.WriteStartObject();
            writer.WriteString("time", Moments.Text(mark.Time));
            writer.WriteString("text", mark.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Word(PhaseKind kind) => kind switch
    {
        PhaseKind.Queued => "queued",
        PhaseKind.Held => "held",
        PhaseKind.Prepares => "prepares",
        PhaseKind.Waits => "waits",
        PhaseKind.Canceling => "canceling",
        _ => "runs",
    };
}
