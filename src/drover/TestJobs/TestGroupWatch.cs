using System.Text.Json;
using Drover.Cli.Jobs;
using Drover.Cli.Words;

namespace Drover.Cli.TestJobs;

/// <summary>Follows the test jobs of a group, which a job of its own makes.</summary>
internal static class TestGroupWatch
{
    /// <summary>Follows the job that makes them, and then each of them.</summary>
    /// <returns>The exit code that speaks for all.</returns>
    public static int FollowSubmitted(Session session, long id, string form)
    {
        if (form == "text")
            session.Screen.Out.WriteLine(Language.Say("job.submitted", id));
        session.Screen.Flush();
        var last = new JobFollower(session, id) { AfterLog = null }.Follow(static _ => { })!;
        if (JobOutcome.Failure(last) is { } failure)
            throw failure;
        var members = Members(last.OpResult);
        if (form == "text")
            session.Screen.Out.WriteLine(Language.Say("test.made", id, string.Join(", ", members)));
        var code = ExitCode.Ok;
        foreach (var member in members)
            code = ExitCode.Worse(code, TestJobWatch.Follow(session, member, form));
        return code;
    }

    /// <summary>A result is <c>{"jobs": [[true, id], ...]}</c>.</summary>
    private static List<long> Members(JsonElement results) => results.ValueKind == JsonValueKind.Array && results.GetArrayLength() > 0
        && results[0].ValueKind == JsonValueKind.Object && results[0].TryGetProperty("jobs", out var jobs)
            ? [.. jobs.EnumerateArray().Select(job => job.ValueKind == JsonValueKind.Array ? job[1].GetInt64() : job.GetInt64())]
            : [];
}
