using System.Globalization;
using System.Text.Json;
using Drover.Cli.Happenings;
using Drover.Cli.Listing;
using Drover.Cli.Words;

namespace Drover.Cli.Timelines;

/// <summary>Makes the timeline of a job from what the journal tells of it, event by event.</summary>
internal sealed class TimelineBuilder(long id)
{
    /// <summary>Locks that were granted at once are no wait.</summary>
    private static readonly TimeSpan s_leastWait = TimeSpan.FromMilliseconds(1);

    private readonly List<Phase> _phases = [];
    private readonly List<Mark> _marks = [];
    private Phase? _open;
    private bool _isWhole;

    /// <summary>The next event about the job.</summary>
    public void Take(Happening happening)
    {
        if (happening is not { Time: { } time, Payload: { ValueKind: JsonValueKind.Object } payload })
            return;
        var words = new Payload(payload);
        switch (happening.Kind)
        {
            case "job-submitted":
                _isWhole = true;
                Open(PhaseKind.Queued, null, time, Dependencies(payload));
                break;
            case "job-held":
                Open(PhaseKind.Held, null, time, words["reason"]);
                break;
            case "job-released":
                Open(PhaseKind.Queued, null, time, "");
                break;
            case "opcode-waiting" when payload.TryGetProperty("prepares", out var prepares) && prepares.ValueKind == JsonValueKind.True:
                Open(PhaseKind.Prepares, Opcode(payload), time, "");
                break;
            case "opcode-waiting" or "opcode-prepared" or "locks-reconsidered":
                Open(PhaseKind.Waits, Opcode(payload), time, words.Locks("wants") ?? "");
                break;
            case "opcode-started":
                Open(PhaseKind.Runs, Opcode(payload), time, words.Locks("locks") ?? "");
                break;
            case "opcode-ended":
                Close(time, words.Has("status", "success") ? "success" : $"{words["status"]}{words.Failure}");
                break;
            case "job-canceling":
                Open(PhaseKind.Canceling, null, time, "");
                break;
            case "job-canceled":
                Close(time, "canceled");
                break;
            case "jobs-recovered":
                Recover(time, payload);
                break;
            case "opcode-progressed":
                break;
            default:
                _marks.Add(new Mark(time, Sentence(happening)));
                break;
        }
    }

    /// <param name="job">All fields of the job, as of a moment not before the last event.</param>
    /// <param name="now">Until when a job that has not ended is drawn.</param>
    public Timeline Build(JsonElement job, DateTimeOffset now)
    {
        var begin = Moments.Read(Value(job, "received_ts")) ?? _phases.FirstOrDefault()?.Begin ?? _open?.Begin ?? now;
        var ended = Moments.Read(Value(job, "end_ts"));
        var end = ended ?? (now > begin ? now : begin);
        if (!_isWhole)
            TakeFrom(job, begin);
        Close(end, outcome: null, isOpen: ended is null);
        return new Timeline(id, ValueText.Plain(Value(job, "status")), [.. Items(job, "summary").Select(ValueText.Plain)], begin, end, _phases, _marks, _isWhole);
    }

    /// <summary>Retention has removed the submit, or the daemon does not tell: the job itself has the moments at which each opcode asked for its locks, ran and ended.</summary>
    private void TakeFrom(JsonElement job, DateTimeOffset begin)
    {
        _phases.Clear();
        _marks.Clear();
        _open = null;
        Open(PhaseKind.Queued, null, begin, "");
        var (asked, ran, ended, states) = (Items(job, "opstart"), Items(job, "opexec"), Items(job, "opend"), Items(job, "opstatus"));
        for (var i = 0; i < states.Count; i++)
        {
            if (Moments.Read(asked.ElementAtOrDefault(i)) is { } first)
                Open(PhaseKind.Waits, i, first, "");
            if (Moments.Read(ran.ElementAtOrDefault(i)) is { } second)
                Open(PhaseKind.Runs, i, second, "");
            if (_open?.Opcode == i && Moments.Read(ended.ElementAtOrDefault(i)) is { } third)
                Close(third, ValueText.Plain(states[i]));
        }
    }

    /// <summary>Another daemon found the job unfinished: it goes on, begins anew, or has ended with the one before.</summary>
    private void Recover(DateTimeOffset time, JsonElement payload)
    {
        if (IsAmong(payload, "requeued"))
        {
            _marks.Add(new Mark(time, Language.Say("timeline.requeued")));
            Close(time, Language.Say("timeline.cut"));
            Open(PhaseKind.Queued, null, time, "");
        }
        else if (IsAmong(payload, "failed") || IsAmong(payload, "canceled") || IsAmong(payload, "lost"))
        {
            _marks.Add(new Mark(time, Language.Say("timeline.failed")));
            Close(time, Language.Say("timeline.cut"));
        }
        else
        {
            _marks.Add(new Mark(time, Language.Say("timeline.resumed")));
        }
    }

    private void Open(PhaseKind kind, int? opcode, DateTimeOffset time, string text)
    {
        Close(time, outcome: null);
        _open = new Phase(kind, opcode, time, time, text, null);
    }

    private void Close(DateTimeOffset time, string? outcome, bool isOpen = false)
    {
        if (_open is not { } phase)
            return;
        _open = null;
        phase = phase with { End = time > phase.Begin ? time : phase.Begin, Outcome = phase.Kind == PhaseKind.Runs ? outcome : null, IsOpen = isOpen };
        if (phase.Kind != PhaseKind.Waits || phase.Length >= s_leastWait || isOpen)
            _phases.Add(phase);
    }

    private string Sentence(Happening happening)
    {
        var (sentence, job) = (EventWords.Of(happening), string.Create(CultureInfo.InvariantCulture, $"job {id} "));
        return sentence.StartsWith(job, StringComparison.Ordinal) ? sentence[job.Length..] : sentence;
    }

    /// <summary>The jobs whose end it stood for; each opcode has some of its own.</summary>
    private static string Dependencies(JsonElement payload)
    {
        var jobs = Items(payload, "ops").SelectMany(op => op.ValueKind == JsonValueKind.Object ? Items(op, "depends") : [])
            .Select(depends => Value(depends, "job_id")).Where(d => d.ValueKind == JsonValueKind.Number).Select(ValueText.Plain).Distinct(StringComparer.Ordinal).ToList();
        return jobs.Count == 0 ? "" : Language.Say("timeline.after", string.Join(", ", jobs));
    }

    private bool IsAmong(JsonElement payload, string name) => Items(payload, name).Exists(job => (job.ValueKind == JsonValueKind.Object ? Value(job, "id") : job) is { ValueKind: JsonValueKind.Number } number
        && number.TryGetInt64(out var other) && other == id);

    /// <summary>The first one is not named.</summary>
    private static int Opcode(JsonElement payload) => Value(payload, "opcode") is { ValueKind: JsonValueKind.Number } opcode ? opcode.GetInt32() : 0;

    private static JsonElement Value(JsonElement owner, string name) => owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? value : default;

    private static List<JsonElement> Items(JsonElement owner, string name) => Value(owner, name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];
}
