using System.Text.Json;
using Drover.Cli.Listing;

namespace Drover.Cli.Happenings;

/// <summary>Tells what happened in a sentence; what it has no words for, and what is hidden from the caller, stays the kind with its payload.</summary>
internal static class EventWords
{
    /// <summary>The sentence, on one line.</summary>
    public static string Of(Happening happening)
    {
        var payload = happening.Payload;
        if (payload.ValueKind != JsonValueKind.Object)
            return Plain(happening);
        var words = new Payload(payload);
        return happening.Kind switch
        {
            "job-submitted" => $"{words.Job}{words.Summaries} submitted{By(happening)}",
            "job-ids-skipped" => $"job ids up to {words["last_id"]} are given out",
            "job-held" => $"{words.Job} held: {words["reason"]}",
            "job-released" => $"{words.Job} may leave the queue",
            "opcode-waiting" => words.Locks("wants") is { } wants ? $"{words.JobStep} waits for {wants}" : $"{words.JobStep} left the queue",
            "opcode-prepared" => $"{words.JobStep} prepared{(words.Locks("wants") is { } wants ? $", waits for {wants}" : "")}",
            "locks-reconsidered" => $"{words.JobStep} now waits for {words.Locks("wants") ?? "nothing"}",
            "opcode-started" => $"{words.JobStep} started{(words.Locks("locks") is { } locks ? $" with {locks}" : "")}",
            "locks-narrowed" => $"{words.Job} holds only {words.Locks("rest") ?? "nothing"} now",
            "opcode-progressed" => $"{words.JobStep} at {words["progress"]}",
            "opcode-ended" => $"{words.JobStep} ended: {words["status"]}{(words.Has("status", "success") ? "" : words.Failure)}",
            "job-canceling" => $"{words.Job} is being canceled{By(happening)}",
            "job-canceled" => $"{words.Job} canceled{By(happening)}",
            "job-cancel-requested" => $"{words.Job} asked to stop{By(happening)}",
            "job-priority-changed" => $"{words.Job} has priority {words["priority"]}{By(happening)}",
            "locks-abandoned" => $"{words.Job} is being killed and keeps its locks{By(happening)}",
            "abandoned-locks-freed" => $"{words.Job} gave up the locks that it had kept{By(happening)}",
            "jobs-archived" => $"{words.Count("ids", "job")} archived: {words["ids"]}{By(happening)}",
            "lock-closed" => $"{words["level"]} {words["name"]} is not chosen: {words["reason"]}",
            "lock-opened" => $"{words["level"]} {words["name"]} may be chosen again",
            "pool-limited" => words.Has("running", "2147483647") ? $"any number of jobs of class {words["pool"]} may run at once" : $"at most {words["running"]} jobs of class {words["pool"]} run at once",
            "jobs-recovered" => $"the daemon started: {words.Count("requeued", "job")} back in the queue, {words.Length("failed")} failed, {words.Length("canceled")} canceled",
            "rows-written" => $"{words.Count("rows", "row")} written to {words["table"]}",
            "rows-removed" => $"old rows of {words["table"]} removed",
            "object-stored" => $"{words.Object}{By(happening)}",
            "object-removed" => $"{words["kind"]} {words["key"]} removed{By(happening)}",
            "process-changed" => $"process {happening.Subject} {words["state"]}{(words["pid"] is var pid and not "-" ? $", pid {pid}" : "")}",
            "file-changed" => $"{words["what"]} {happening.Subject} was {words["change"]}: {words["advice"]}",
            _ => Plain(happening),
        };
    }

    private static string Plain(Happening happening) =>
        $"{happening.Kind}{(happening.Subject is { } subject ? $" {subject}" : "")}{(happening.Payload.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? "" : $" {ValueText.Json(happening.Payload)}")}{By(happening)}";

    /// <summary>Who it was; nothing for the daemon itself.</summary>
    private static string By(Happening happening) => happening.Actor switch
    {
        null or "system" => "",
        ['j', 'o', 'b', ':', .. var job] => $" by job {job}",
        var actor => $" by {Accounts.Name(actor)}",
    };
}
