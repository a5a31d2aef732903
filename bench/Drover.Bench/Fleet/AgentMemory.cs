using System.Diagnostics;
using Drover.Bench.Daemon;
using Drover.Bench.Measuring;
using Drover.Bench.Reporting;

namespace Drover.Bench.Fleet;

/// <summary>Memory of an agent that is connected, beside the least that a client of gRPC needs.</summary>
internal sealed class AgentMemory : Part
{
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(5);

    public override string Name => "agent-memory";

    public override string About => "resident memory of a connected drover-agent, beside a bare gRPC client by NativeAOT";

    public override async Task RunAsync(BenchRun run)
    {
        if (Publish(run) is not { } client)
        {
            Report.Note("A program cannot be compiled ahead of time here: no ratio.");
            return;
        }
        List<double> ours = [], bare = [];
        for (var round = 0; round < run.Options.Rounds; round++)
        {
            await using var fleet = await FleetBed.StartAsync(run);
            await using (var agent = await RealAgent.StartAsync(run, fleet, "n1"))
            {
                await Task.Delay(s_settle);
                ours.Add(ProcessFigures.ResidentMegabytes(agent.Id));
            }
            var keys = run.NewDirectory();
            await using var server = await LoadProcess.StartAsync("serve-bare", "--keys", keys);
            using var process = Process.Start(new ProcessStartInfo(client, [server.FirstLine, keys]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
            if (await process.StandardOutput.ReadLineAsync() != "connected")
                throw new InvalidOperationException("The bare client has not connected.");
            await Task.Delay(s_settle);
            bare.Add(ProcessFigures.ResidentMegabytes(process.Id));
            process.StandardInput.Close();
            await process.WaitForExitAsync();
        }
        run.Report.Add("drover-agent, connected", Samples.Median(ours), "MB");
        run.Report.Add("bare client, connected", Samples.Median(bare), "MB");
        run.Report.Add("ours / bare client", Samples.Median(ours) / Samples.Median(bare), "x", Target.AtMost(1.2));
    }

    /// <returns>The program; null where there is no compiler for it.</returns>
    private static string? Publish(BenchRun run)
    {
        var output = run.NewDirectory();
        using var publish = Process.Start(new ProcessStartInfo(Environment.ProcessPath is { } own && Path.GetFileName(own) == "dotnet" ? own : "dotnet",
            ["publish", Path.Combine(DaemonBed.Repository, "bench/Drover.BareAgent"), "-c", "Release", "-r", "linux-x64", "-p:PublishAot=true", "-o", output, "-v", "quiet"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        publish.StandardOutput.ReadToEnd();
        publish.WaitForExit();
        return publish.ExitCode == 0 ? Path.Combine(output, "Drover.BareAgent") : null;
    }
}
