using System.Text.Json;

namespace Drover.Cli.Jobs;

/// <summary>One answer of the daemon to "what is new about this job".</summary>
internal sealed record JobUpdate(long Id, string Status, bool Final, JsonElement OpStatus, JsonElement OpResult, IReadOnlyList<JobLogEntry> Logs, JsonElement Answer)
{
    public int ExitCode => Status switch
    {
        "success" => Cli.ExitCode.Ok,
        "canceled" => Cli.ExitCode.Canceled,
        _ => Cli.ExitCode.Failed,
    };

    /// <summary>Reads an answer; what it holds outlives the document.</summary>
    public static JobUpdate Read(JsonElement answer)
    {
        answer = answer.Clone();
        return new JobUpdate(
            answer.GetProperty("id").GetInt64(),
            answer.GetProperty("status").GetString() ?? "unknown",
            answer.GetProperty("final").GetBoolean(),
            answer.TryGetProperty("opstatus", out var states) ? states : default,
            answer.TryGetProperty("opresult", out var results) ? results : default,
            JobLogEntry.ReadAll(answer),
            answer);
    }
}
