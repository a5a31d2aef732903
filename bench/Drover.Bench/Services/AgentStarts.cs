using System.Diagnostics;
using Drover.Agent;
using Drover.Bench.Measuring;
using Drover.Bench.Reporting;
using Drover.Nodes.Services;

namespace Drover.Bench.Services;

/// <summary>The process agent alone, in this process: starts and stops of many sleepers, beside a bare loop in C.</summary>
internal sealed class AgentStarts : Part
{
    private const int Count = 500;

    private static readonly (string Name, double? Target, bool Cgroups, Func<ProcessSpec, ProcessSpec> Change)[] s_kinds =
    [
        ("plain, without cgroups", 1.15, false, spec => spec),
        ("plain", 1.15, true, spec => spec),
        ("whose status is kept", null, true, spec => spec with { KeepStatus = true }),
        ("with a limit", 1.6, true, spec => spec with { Limits = new Dictionary<string, string>(StringComparer.Ordinal) { ["core"] = "0" } }),
        ("as another user", 1.6, true, spec => spec with { User = "nobody" }),
    ];

    public override string Name => "spawn";

    public override string About => "500 starts and stops by the process agent alone, beside a C loop of posix_spawn";

    public override async Task RunAsync(BenchRun run)
    {
        var directory = run.NewDirectory();
        if (SpawnLoop.Compile(directory) is not { } loop)
        {
            Report.Note("There is no C compiler: no ratio.");
            return;
        }
        var results = s_kinds.Select(_ => (Ratios: new List<double>(), Stops: new List<double>())).ToArray();
        for (var round = 0; round < run.Options.Rounds; round++)
            for (var kind = 0; kind < s_kinds.Length; kind++)
            {
                if (s_kinds[kind].Name == "as another user" && !Environment.IsPrivilegedProcess)
                    continue;
                var bare = loop.Run(Count).Start;
                var (start, stop) = await MeasureAsync(Path.Combine(directory, $"{round}-{kind}"), s_kinds[kind].Cgroups, s_kinds[kind].Change);
                results[kind].Ratios.Add(start / bare);
                results[kind].Stops.Add(stop);
            }
        foreach (var ((name, target, _, _), (ratios, stops)) in s_kinds.Zip(results).Where(pair => pair.Second.Stops.Count > 0))
        {
            run.Report.Add($"start of {Count} processes {name}, agent / bare C loop", Samples.Median(ratios), "x", target is { } most ? Target.AtMost(most) : null);
            run.Report.Add($"signal, all exits and two empty scans, {name}", Samples.Median(stops), "ms");
        }
    }

    private static async Task<(double Start, double Stop)> MeasureAsync(string directory, bool cgroups, Func<ProcessSpec, ProcessSpec> change)
    {
        using var agent = new ProcessAgent(new AgentOptions { RunDirectory = Path.Combine(directory, "run"), UseCgroups = cgroups }, TimeProvider.System);
        await agent.AdoptAsync(CancellationToken.None);
        var specs = Enumerable.Range(0, Count).Select(i => change(new ProcessSpec
        {
            Key = new ProcessKey("node", "bench", $"tag{i}"),
            Command = CommandLine.Of("/bin/sleep", "1000"),
            Level = "1",
            Mode = "respawn",
            LogPath = Path.Combine(directory, "log", $"tag{i}.log"),
        })).ToList();
        // The first start pays for the compiler.
        await StopAsync(agent, [agent.Start(specs[0])]);
        var began = Stopwatch.GetTimestamp();
        var started = agent.StartAll(specs).Select(outcome => outcome.Process!).ToList();
        var start = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        began = Stopwatch.GetTimestamp();
        await StopAsync(agent, started);
        var stop = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        foreach (var process in agent.List())
            agent.Forget(process.Invocation);
        return (start, stop);
    }

    private static async Task StopAsync(ProcessAgent agent, List<ProcessView> processes)
    {
        processes.ForEach(process => agent.Signal(process.Invocation, 15));
        var taken = 0L;
        for (var exits = 0; exits < processes.Count;)
        {
            var reports = await agent.ReadReportsAsync(taken, CancellationToken.None);
            taken = reports[^1].Number;
            exits += reports.Count(report => report.Kind == ProcessReportKind.Exited);
        }
        await Task.WhenAll(processes.Select(process => agent.KillTreeAsync(process.Invocation, CancellationToken.None)));
    }
}
