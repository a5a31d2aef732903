using Drover.Cli.Listing;

namespace Drover.Cli.Jobs;

/// <summary>The outcome of a job as one JSON object: id, status, opstatus, opresult.</summary>
internal static class JobJson
{
    public static void Write(Session session, JobUpdate update)
    {
        session.Screen.Out.Flush();
        using (var writer = JsonLines.Writer(session.Screen.OutStream))
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", update.Id);
            writer.WriteString("status", update.Status);
            foreach (var name in (ReadOnlySpan<string>)["opstatus", "opresult"])
            {
                if (!update.Answer.TryGetProperty(name, out var value))
                    continue;
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        session.Screen.OutStream.Write("\n"u8);
    }
}
