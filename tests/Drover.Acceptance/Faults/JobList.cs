using System.Text.Json.Nodes;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Faults;

/// <summary>All jobs of a daemon as <c>drover get jobs -o jsonl</c> prints them.</summary>
internal static class JobList
{
    internal static List<JsonNode> Read(Daemon daemon, string columns = "id,status,ops,start_ts,end_ts") =>
        [.. daemon.Drover("get", "jobs", "-c", columns, "-o", "jsonl").Expect(0).Lines.Select(line => JsonNode.Parse(line)!)];

    /// <summary>The name that a load gave the job, by its id.</summary>
    internal static Dictionary<long, string> Names(IEnumerable<JsonNode> jobs) =>
        jobs.Where(job => job["ops"]![0]!["comment"] is not null).ToDictionary(job => (long)job["id"]!, job => (string)job["ops"]![0]!["comment"]!);

    /// <summary>Fails unless the journal is whole and its replay gives the present rows.</summary>
    internal static void ExpectSoundJournal(Daemon daemon)
    {
        var audit = daemon.Drover("audit", "verify", "--replay").Expect(0);
        Assert.Contains("replayed", audit.Output, StringComparison.Ordinal);
    }
}
