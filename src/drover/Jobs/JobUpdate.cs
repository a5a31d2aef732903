using System.Text.Json;

namespace Drover.Cli.Jobs;

/// <summary>What is known of a job after one piece of news: its log holds what is new, everything else where the job stands.</summary>
internal sealed record JobUpdate(long Id, string Status, bool Final, JsonElement OpStatus, JsonElement OpResult, IReadOnlyList<JobLogEntry> Logs, JsonElement Answer)
{
    public int ExitCode => Status switch
    {
        "success" => Cli.ExitCode.Ok,
        "canceled" => Cli.ExitCode.Canceled,
        _ => Cli.ExitCode.Failed,
    };

    /// <summary>Reads news; what it holds outlives the document. What has not changed is taken from <paramref name="before"/>.</summary>
    public static JobUpdate Read(JsonElement answer, JobUpdate? before)
    {
        answer = answer.Clone();
        return new JobUpdate(
            answer.GetProperty("id").GetInt64(),
            answer.GetProperty("status").GetString() ?? "unknown",
            answer.GetProperty("final").GetBoolean(),
            answer.TryGetProperty("opstatus", out var states) ? states : before?.OpStatus ?? default,
            answer.TryGetProperty("opresult", out var results) ? results : before?.OpResult ?? default,
            JobLogEntry.ReadAll(answer),
            answer);
    }
}
