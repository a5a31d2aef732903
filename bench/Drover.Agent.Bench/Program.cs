using System.Diagnostics;
using Drover.Agent;

// Starts and stops COUNT sleepers through the agent, beside a bare C loop in the same minute: [COUNT] [ROUNDS] [PATH-OF-C-LOOP].
var count = args.Length > 0 ? int.Parse(args[0]) : 500;
var rounds = args.Length > 1 ? int.Parse(args[1]) : 5;
Console.WriteLine($"{count} processes, best of {rounds} rounds; milliseconds to start, to stop (signal, all exits, two empty scans)");
var results = new SortedDictionary<string, (double Start, double Stop)>(StringComparer.Ordinal);
for (var round = 0; round < rounds; round++)
{
    if (args.Length > 2)
        Keep("1 bare C loop", BareLoop(args[2], count));
    Keep("2 plain", await MeasureAsync(cgroups: false, s => s));
    Keep("3 plain, cgroup", await MeasureAsync(cgroups: true, s => s));
    Keep("4 status kept", await MeasureAsync(cgroups: true, s => s with { KeepStatus = true }));
    Keep("5 limits", await MeasureAsync(cgroups: true, s => s with { Limits = new Dictionary<string, string> { ["core"] = "0" } }));
    if (Environment.IsPrivilegedProcess)
        Keep("6 user", await MeasureAsync(cgroups: true, s => s with { User = "nobody" }));
    Console.Write('.');
}
Console.WriteLine();
var bare = results.TryGetValue("1 bare C loop", out var loop) ? loop.Start : 0;
foreach (var (name, (start, stop)) in results)
    Console.WriteLine($"{name[2..],-16} start {start,8:0.0} ms{(bare > 0 ? $"  x{start / bare:0.00}" : "")}   stop {stop,8:0.0} ms");

void Keep(string name, (double Start, double Stop) measured)
{
    var best = results.TryGetValue(name, out var before) ? before : (double.MaxValue, double.MaxValue);
    results[name] = (Math.Min(best.Item1, measured.Start), Math.Min(best.Item2, measured.Stop));
}

static (double Start, double Stop) BareLoop(string program, int count)
{
    using var process = Process.Start(new ProcessStartInfo(program, [$"{count}"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
    var words = process.StandardOutput.ReadToEnd().Split(' ');
    return (double.Parse(words[0]), double.Parse(words[1]));
}

async Task<(double Start, double Stop)> MeasureAsync(bool cgroups, Func<ProcessSpec, ProcessSpec> change)
{
    var directory = Directory.CreateTempSubdirectory("drover-bench-").FullName;
    using var agent = new ProcessAgent(new AgentOptions { RunDirectory = Path.Combine(directory, "run"), UseCgroups = cgroups }, TimeProvider.System);
    await agent.AdoptAsync(CancellationToken.None);
    var specs = Enumerable.Range(0, count).Select(i => change(new ProcessSpec
    {
        Key = new ProcessKey("node", "bench", $"tag{i}"),
        Command = CommandLine.Of("/bin/sleep", "1000"),
        Level = "1",
        Mode = "respawn",
        LogPath = Path.Combine(directory, "log", $"tag{i}.log"),
    })).ToList();
    // The first start pays for the compiler.
    await StopAsync([agent.Start(specs[0])]);
    var began = Stopwatch.GetTimestamp();
    var started = specs.ConvertAll(agent.Start);
    var start = Stopwatch.GetElapsedTime(began);
    began = Stopwatch.GetTimestamp();
    await StopAsync(started);
    var stop = Stopwatch.GetElapsedTime(began);
    foreach (var process in agent.List())
        agent.Forget(process.Invocation);
    agent.Dispose();
    Directory.Delete(directory, recursive: true);
    return (start.TotalMilliseconds, stop.TotalMilliseconds);

    async Task StopAsync(List<ProcessView> processes)
    {
        processes.ForEach(p => agent.Signal(p.Invocation, 15));
        for (var exits = 0; exits < processes.Count;)
            exits += (await agent.Reports.ReadAsync()).Kind == ProcessReportKind.Exited ? 1 : 0;
        await Task.WhenAll(processes.Select(p => agent.KillTreeAsync(p.Invocation, CancellationToken.None)));
    }
}
