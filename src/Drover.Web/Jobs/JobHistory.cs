using System.Text.Json;
using Drover.Kernel.Events;
using Drover.Kernel.Journal;
using Drover.Web.Calls;

namespace Drover.Web.Jobs;

/// <summary>What the journal tells of one job, from its submit to its end.</summary>
internal static class JobHistory
{
    private const int MostEvents = 10_000;
    private const int UsualEvents = 1_000;

    /// <summary>Records that one answer looks at: a job may have waited for weeks beside many others.</summary>
    private const int MostRecords = 1_000_000;

    public static async Task ShowAsync(Call call)
    {
        var parameters = call.Parameters("after", "limit");
        var after = parameters.Number("after", 0, long.MaxValue) ?? 0;
        var limit = (int)(parameters.Number("limit", 1, MostEvents) ?? UsualEvents);
        var id = call.JobId;
        using var context = call.Kernel.Look(call.Caller);
        var job = JobLookup.Entry(context, id);
        var view = new RecordView(call.Kernel, call.Caller);

        List<JournalRecord> found = [];
        long? next = null;
        var seen = 0;
        foreach (var record in context.Store.Journal(Math.Max(after, LastBefore(context.Store, context.State.Sequence, job.Received))))
        {
            call.Aborted.ThrowIfCancellationRequested();
            if (job.Ended is { } end && record.Time > end)
                break;
            if (IsAbout(record, id))
                found.Add(record);
            if (found.Count < limit && ++seen < MostRecords)
                continue;
            next = record.Sequence;
            break;
        }

        await call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("events"u8);
            foreach (var record in found)
            {
                writer.WriteStartObject();
                writer.WriteNumber("seq"u8, record.Sequence);
                writer.WritePropertyName("time"u8);
                record.Time.WriteTo(writer);
                writer.WriteString("actor"u8, record.Actor);
                writer.WriteString("kind"u8, record.Kind);
                writer.WritePropertyName("payload"u8);
                view.Payload(record).WriteTo(writer);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WritePropertyName("next"u8);
            if (next is { } sequence)
                writer.WriteNumberValue(sequence);
            else
                writer.WriteNullValue();
            writer.WriteEndObject();
        });
    }

    /// <summary>The last record before a moment, or the one before the first that is kept: journal time never runs backwards.</summary>
    private static long LastBefore(IStoreReader store, long last, Timestamp moment)
    {
        var (low, high) = (store.Anchor.Sequence, last);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            if (store.Journal(middle - 1, 1).FirstOrDefault() is { } record && record.Time < moment)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }

    private static bool IsAbout(JournalRecord record, long id) => record.Kind switch
    {
        "jobs-recovered" => IsRecovered(record, id),
        ['j', 'o', 'b', '-', ..] or ['o', 'p', 'c', 'o', 'd', 'e', '-', ..] or ['l', 'o', 'c', 'k', 's', '-', ..] => JobOf(record.Payload.Span) == id,
        _ => false,
    };

    /// <summary>The member <c>id</c>; 0 where there is none.</summary>
    private static long JobOf(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                continue;
            var isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            if (isId)
                return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var id) ? id : 0;
            reader.Skip();
        }
        return 0;
    }

    /// <summary>The start of a daemon that found the job unfinished.</summary>
    private static bool IsRecovered(JournalRecord record, long id)
    {
        using var payload = JsonDocument.Parse(record.Payload);
        foreach (var name in (ReadOnlySpan<string>)["requeued", "failed", "canceled", "resumed", "lost"])
        {
            if (payload.RootElement.TryGetProperty(name, out var jobs) && jobs.ValueKind == JsonValueKind.Array && jobs.EnumerateArray().Any(job => Is(job, id)))
                return true;
        }
        return false;
    }

    private static bool Is(JsonElement job, long id) => job.ValueKind switch
    {
        JsonValueKind.Number => job.TryGetInt64(out var number) && number == id,
        JsonValueKind.Object => job.TryGetProperty("id", out var member) && member.TryGetInt64(out var number) && number == id,
        _ => false,
    };
}
