using Drover.Bench.Measuring;
using Drover.Bench.Reporting;

namespace Drover.Bench.Daemon;

/// <summary>LUXI round trips of queries, with 1,000 finished jobs in the list.</summary>
internal sealed class LuxiQueries : DaemonPart
{
    private const int Jobs = 1_000;

    public override string Name => "luxi";

    public override string About => "LUXI round trips a second on 1 and 16 connections, 1,000 finished jobs listed";

    protected override Task MeasureAsync(BenchRun run, DaemonBed daemon)
    {
        var ids = Fill(daemon.Luxi);
        if (run.Options.Peer is { } peer)
            Fill(peer);
        Measure(run, daemon, "QueryClusterInfo", _ => LuxiClient.Frame("QueryClusterInfo", "[]"), 20_000, 45_000);
        Measure(run, daemon, "Query of a job by id", path => ById(path), 20_000, 45_000);
        Measure(run, daemon, "Query of 1,000 jobs, 3 fields", _ => LuxiClient.Frame("Query", """["job",["id","status","summary"],null]"""), 1_000, null);
        Measure(run, daemon, "Query of 1,000 jobs by id, 10 fields with bodies", ByIds, null, null);
        Report.Note($"{ids} jobs were in our list");
        return Task.CompletedTask;
    }

    private static void Measure(BenchRun run, DaemonBed daemon, string what, Func<string, byte[]> frame, double? one, double? sixteen)
    {
        var latency = new Samples();
        AddInTurn(run, daemon, $"{what}, 1 connection", "/s", one is { } least ? Target.AtLeast(least) : null,
            path => RoundTrips.Measure(path, frame(path), 1, run.Options.Round, path == daemon.Luxi ? latency : new Samples()));
        run.Report.Add($"{what}, 1 connection, p99", latency.P99, "ms");
        AddInTurn(run, daemon, $"{what}, 16 connections", "/s", sixteen is { } target ? Target.AtLeast(target) : null,
            path => RoundTrips.Measure(path, frame(path), 16, run.Options.Round, new Samples()));
    }

    private static byte[] ById(string path) =>
        LuxiClient.Frame("Query", $$"""["job",["id","status","summary"],["|",["=","id",{{Ids(path)[^1]}}]]]""");

    private static byte[] ByIds(string path)
    {
        var names = string.Join(',', Ids(path).Take(Jobs).Select(id => $"[\"=\",\"id\",{id}]"));
        return LuxiClient.Frame("Query",
            $"""["job",["id","status","priority","received_ts","start_ts","end_ts","summary","opstatus","opresult","ops"],["|",{names}]]""");
    }

    private static long[] Ids(string path)
    {
        using var client = new LuxiClient(path);
        return [.. client.Call("QueryJobs", """[[],["id"]]""").EnumerateArray().Select(row => row[0].GetInt64())];
    }

    /// <summary>Makes sure that there are 1,000 finished jobs. Answers how many there are.</summary>
    public static int Fill(string path)
    {
        using var client = new LuxiClient(path);
        var have = client.Call("QueryJobs", """[[],["id"]]""").GetArrayLength();
        var missing = Enumerable.Range(0, Math.Max(0, Jobs - have));
        foreach (var some in missing.Chunk(100))
        {
            var answers = client.Call("SubmitManyJobs", $"[[{string.Join(',', some.Select(_ => $"[{Delay("0.001")}]"))}]]");
            foreach (var answer in answers.EnumerateArray())
                client.WaitForSuccess(answer[1].GetInt64());
        }
        return client.Call("QueryJobs", """[[],["id"]]""").GetArrayLength();
    }
}
