using System.Globalization;
using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Events;
using Drover.Kernel.Journal;
using Drover.Web.Calls;

namespace Drover.Pages.Audit;

/// <summary>Who did what, the last first: what the journal says of people, and not of the daemon and its jobs.</summary>
/// <param name="Lines">What they did.</param>
/// <param name="Who">Whose doings are asked for; empty for everybody's.</param>
/// <param name="Next">Number of the record before which to look on; null when the journal has no more.</param>
/// <param name="MayVerify">Whether the reader may have the journal checked.</param>
/// <param name="Check">What the last check of the journal found; null when there was none, and for who may not ask for one.</param>
public sealed record AuditView(IReadOnlyList<AuditLine> Lines, string Who, string? Next, bool MayVerify, CheckReport? Check)
{
    private const int PageLength = 100;

    /// <summary>A page looks at no more, however little people have done: the rest is on the next.</summary>
    private const int MostRecords = 20_000;

    private const int MostText = 200;

    /// <summary>Reads the page that the address names: <c>who</c>, <c>after</c>.</summary>
    internal static Task<AuditView> ReadAsync(Call call, JournalCheck check)
    {
        var parameters = call.Parameters("who", "after", "notice");
        var (who, after) = (parameters.Text("who") ?? "", parameters.Text("after"));
        if (after is not null && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            throw RequestException.Bad("PARAMETER_INVALID", "'after' must be the number of a record in the journal.", "after");
        return Task.FromResult(Read(call, check, who, after is null ? long.MaxValue : long.Parse(after, CultureInfo.InvariantCulture)));
    }

    private static AuditView Read(Call call, JournalCheck check, string who, long before)
    {
        using var store = call.Kernel.ReadStore();
        var view = new RecordView(call.Kernel, call.Caller);
        List<AuditLine> lines = [];
        var (looked, last) = (0, 0L);
        foreach (var record in store.JournalBackwards(before))
        {
            (looked, last) = (looked + 1, record.Sequence);
            if (who.Length > 0 ? record.Actor == who : IsSomebody(record.Actor))
                lines.Add(Line(record, view));
            if (lines.Count == PageLength || looked == MostRecords)
                break;
        }
        var isMore = last > store.Anchor.Sequence + 1 && (lines.Count == PageLength || looked == MostRecords);
        var mayVerify = AccessGate.Allows(call.Caller, new Permission(AccessAction.Administer, Protected.Journal));
        return new AuditView(lines, who, isMore ? last.ToString(CultureInfo.InvariantCulture) : null, mayVerify, mayVerify ? check.Last : null);
    }

    private static bool IsSomebody(string actor) => actor != "system" && !actor.StartsWith("job:", StringComparison.Ordinal);

    private static AuditLine Line(JournalRecord record, RecordView view)
    {
        var payload = JsonElement.Parse(view.Payload(record).Utf8.Span);
        var job = payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty("id", out var id) && id.TryGetInt64(out var number) ? number : (long?)null;
        return new AuditLine(record.Sequence, DateTimeOffset.UnixEpoch.AddMicroseconds(record.Time.Microseconds), record.Actor, record.Kind, job, Subject(payload));
    }

    /// <summary>Opcodes of a job, or kind and name of an object, or all there is.</summary>
    private static string Subject(JsonElement payload)
    {
        if (payload.ValueKind != JsonValueKind.Object)
            return "";
        if (payload.TryGetProperty("ops", out var ops) && ops.ValueKind == JsonValueKind.Array)
            return string.Join(", ", ops.EnumerateArray().Select(op => op.ValueKind == JsonValueKind.Object && op.TryGetProperty("summary", out var summary) ? summary.ToString() : ""));
        if (payload.TryGetProperty("kind", out var kind) && payload.TryGetProperty("key", out var key))
            return $"{kind} {key}";
        var rest = string.Join(", ", payload.EnumerateObject().Where(member => member.Name != "id").Select(member => $"{member.Name} {member.Value}"));
        return rest.Length <= MostText ? rest : rest[..MostText] + "…";
    }
}
