using System.Diagnostics;
using Drover.Bench.Measuring;
using Drover.Bench.Reporting;

namespace Drover.Bench.Fleet;

/// <summary>What agents cost that are connected and have nothing to say, beside a bare gRPC server with as many connections.</summary>
internal sealed class IdleAgents : Part
{
    private const int Agents = 1_000;

    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(12);

    /// <summary>Twice the time between two pings of a connection.</summary>
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(20);

    public override string Name => "fleet-idle";

    public override string About => "processor time and memory of 1,000 idle agents, beside a bare gRPC server with mutual TLS";

    public override async Task RunAsync(BenchRun run)
    {
        List<(double Load, double Memory)> ours = [], bare = [];
        for (var round = 0; round < run.Options.Rounds; round++)
        {
            await using (var bed = await FleetBed.StartAsync(run))
                ours.Add(await MeasureAsync(bed.Daemon.ProcessId, () => bed.ConnectAsync(Agents)));
            var keys = run.NewDirectory();
            await using var server = await LoadProcess.StartAsync("serve-bare", "--keys", keys);
            bare.Add(await MeasureAsync(server.Id, () => LoadProcess.StartAsync("bare", "--keys", keys, "--master", server.FirstLine, "--agents", $"{Agents}")));
        }
        var (load, bareLoad) = (Samples.Median([.. ours.Select(each => each.Load)]), Samples.Median([.. bare.Select(each => each.Load)]));
        run.Report.Add($"{Agents:N0} idle agents, of one core", load, "%", Target.AtMost(5));
        run.Report.Add("the same, bare server", bareLoad, "%");
        run.Report.Add("ours / bare server", load / bareLoad, "x", Target.AtMost(1.3));
        run.Report.Add($"memory of {Agents:N0} agents", Samples.Median([.. ours.Select(each => each.Memory)]), "MB");
        run.Report.Add("the same, bare server", Samples.Median([.. bare.Select(each => each.Memory)]), "MB");
    }

    /// <summary>What comes on top of what the server needs without them.</summary>
    private static async Task<(double Load, double Memory)> MeasureAsync(int server, Func<Task<LoadProcess>> connect)
    {
        await Task.Delay(s_settle);
        var (idle, before) = (await LoadAsync(server), ProcessFigures.ResidentMegabytes(server));
        await using var load = await connect();
        await Task.Delay(s_settle);
        return (await LoadAsync(server) - idle, ProcessFigures.ResidentMegabytes(server) - before);
    }

    /// <summary>Percent of one core over a while.</summary>
    private static async Task<double> LoadAsync(int process)
    {
        var (began, used) = (Stopwatch.GetTimestamp(), ProcessFigures.ProcessorMilliseconds(process));
        await Task.Delay(s_window);
        return 100 * (ProcessFigures.ProcessorMilliseconds(process) - used) / Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
