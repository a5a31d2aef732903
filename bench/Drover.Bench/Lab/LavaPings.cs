using System.Diagnostics;
using System.Globalization;
using Drover.Bench.Measuring;
using Drover.Bench.Reporting;
using Drover.LavaLoad;

namespace Drover.Bench.Lab;

/// <summary>Workers that only say that they are there: how many the daemon answers, and what those cost that are connected. Beside a bare ROUTER of libzmq, in turn.</summary>
internal sealed class LavaPings : Part
{
    private const int Workers = 50;
    private const int Connected = 10_000;
    private const int ConnectedEach = 5_000;

    public override string Name => "lava-ping";

    public override string About => "PING/PONG with 50 workers, and memory of 10,000 that are connected, beside a bare ROUTER of libzmq";

    public override async Task RunAsync(BenchRun run)
    {
        List<double> ours = [], bare = [];
        await using (var bed = await LavaBed.StartAsync(run))
        {
            for (var round = 0; round < run.Options.Rounds; round++)
            {
                using (var router = new BareRouter())
                    bare.Add(Ping(run, router.Endpoint));
                ours.Add(Ping(run, bed.Master));
            }
        }
        run.Report.Add($"PING/PONG, {Workers} workers", Samples.Median(ours), "/s", Target.AtLeast(100_000));
        run.Report.Add("the same, bare ROUTER", Samples.Median(bare), "/s");
        run.Report.Add("ours / bare ROUTER", Samples.Median(ours) / Samples.Median(bare), "x");

        List<double> grown = [], bareGrown = [];
        for (var round = 0; round < run.Options.Rounds; round++)
        {
            await using (var bed = await LavaBed.StartAsync(run))
                grown.Add(Growth(bed.Master, bed.ProcessId));
            using var router = Start("serve-bare", "--master", "tcp://127.0.0.1:*");
            bareGrown.Add(Growth((await router.StandardOutput.ReadLineAsync())!, router.Id));
            router.StandardInput.Close();
            await router.WaitForExitAsync();
        }
        run.Report.Add($"memory of {Connected:N0} connected workers", Samples.Median(grown), "MB");
        run.Report.Add("the same, bare ROUTER", Samples.Median(bareGrown), "MB");
        run.Report.Add("ours / bare ROUTER", Samples.Median(grown) / Samples.Median(bareGrown), "x", Target.AtMost(1.6));
    }

    private static double Ping(BenchRun run, string master)
    {
        var options = LoadOptions.Of(master, "", Workers, run.Options.Round);
        using var fleet = new WorkerFleet(options, master);
        fleet.Hello();
        byte[][] ping = ["PING"u8.ToArray()];
        return fleet.ClosedLoop("PONG"u8.ToArray(), () => ping);
    }

    /// <summary>By how much a server grows with workers that stay. They are processes of their own: one cannot have so many open files.</summary>
    private static double Growth(string master, int process)
    {
        var before = ProcessFigures.ResidentMegabytes(process);
        var fleets = Enumerable.Range(0, Connected / ConnectedEach)
            .Select(number => Start("idle", "--master", master, "--workers", ConnectedEach.ToString(CultureInfo.InvariantCulture), "--name", $"idle{number}-", "--seconds", "120")).ToList();
        foreach (var fleet in fleets)
            if (fleet.StandardOutput.ReadLine() is null)
                throw new InvalidOperationException("The workers were not answered.");
        var grown = ProcessFigures.ResidentMegabytes(process) - before;
        foreach (var fleet in fleets)
        {
            fleet.Kill();
            fleet.WaitForExit();
            fleet.Dispose();
        }
        return grown;
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Drover.LavaLoad"), arguments)
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;
}
