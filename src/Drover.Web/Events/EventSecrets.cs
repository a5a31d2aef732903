using System.Collections.Frozen;
using System.Text.Json;
using Drover.Kernel.Journal;

namespace Drover.Web.Events;

/// <summary>Leaves out of events what observers may not see: inputs and results of jobs.</summary>
internal static class EventSecrets
{
    /// <summary>What to leave out of each kind. A kind that is not listed here is shown without its payload.</summary>
    private static readonly FrozenDictionary<string, string[]> s_secrets = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["job-submitted"] = ["input"],
        ["opcode-waiting"] = [],
        ["opcode-started"] = [],
        ["opcode-progressed"] = ["progress"],
        ["opcode-ended"] = ["result", "follow_up"],
        ["job-canceling"] = [],
        ["job-canceled"] = ["result"],
        ["job-cancel-requested"] = [],
        ["job-priority-changed"] = [],
        ["jobs-archived"] = [],
        ["jobs-recovered"] = ["reason", "follow_up", "canceled_result"],
        ["job-ids-skipped"] = [],
        ["object-stored"] = [],
        ["object-removed"] = [],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static void WriteWithout(Utf8JsonWriter writer, JournalRecord record)
    {
        if (!s_secrets.TryGetValue(record.Kind, out var secrets))
        {
            writer.WriteNullValue();
            return;
        }
        using var payload = JsonDocument.Parse(record.Payload);
        Copy(writer, payload.RootElement, secrets);
    }

    private static void Copy(Utf8JsonWriter writer, JsonElement value, string[] secrets)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    if (secrets.Contains(member.Name))
                        writer.WriteNullValue();
                    else
                        Copy(writer, member.Value, secrets);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Copy(writer, item, secrets);
                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
