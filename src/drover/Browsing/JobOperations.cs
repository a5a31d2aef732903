using System.Text.Json;
using Drover.Cli.Listing;

namespace Drover.Cli.Browsing;

/// <summary>A job has its operations as one list for each of their fields; who looks for one of them wants all of it together.</summary>
internal static class JobOperations
{
    private static readonly (string Field, string Name)[] s_fields =
        [("ops", "input"), ("opstatus", "status"), ("oppriority", "priority"), ("opstart", "start"), ("opexec", "exec"), ("opend", "end"), ("opresult", "result"), ("oplog", "log")];

    /// <summary>The row of a job with <c>ops</c> as a list of operations.</summary>
    public static JsonElement Joined(JsonElement job) => JsonLines.Element(writer =>
    {
        writer.WriteStartObject();
        foreach (var member in job.EnumerateObject())
        {
            writer.WritePropertyName(member.Name);
            if (member.Name == "ops" && member.Value.ValueKind == JsonValueKind.Array)
                Write(writer, job, member.Value.GetArrayLength());
            else
                member.Value.WriteTo(writer);
        }

        writer.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter writer, JsonElement job, int count)
    {
        writer.WriteStartArray();
        for (var i = 0; i < count; i++)
        {
            writer.WriteStartObject();
            foreach (var (field, name) in s_fields)
            {
                if (!job.TryGetProperty(field, out var list) || list.ValueKind != JsonValueKind.Array || i >= list.GetArrayLength())
                    continue;
                writer.WritePropertyName(name);
                list[i].WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
