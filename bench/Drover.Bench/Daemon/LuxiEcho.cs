using System.Text;
using Drover.Bench.Measuring;
using Drover.Bench.Reporting;

namespace Drover.Bench.Daemon;

/// <summary>Small queries beside a bare echo over the same kind of sockets, in turn: what is left of what the machine can do.</summary>
internal sealed class LuxiEcho : DaemonPart
{
    private static readonly byte[] s_node = LuxiClient.Frame("QueryNodes", """[["node1"],["name","pip","offline"],false]""");

    public override string Name => "luxi-echo";

    public override string About => "LUXI round trips of small queries beside a bare epoll echo, 1, 16 and 64 connections";

    protected override Task MeasureAsync(BenchRun run, DaemonBed daemon)
    {
        using var echo = new EchoServer(Path.Combine(run.NewDirectory(), "echo"));
        foreach (var connections in new[] { 1, 16, 64 })
        {
            var bare = new List<double>();
            var node = new List<double>();
            var ratio = new List<double>();
            for (var i = 0; i < run.Options.Rounds; i++)
            {
                bare.Add(Measure(run, echo.Path, Echoed(s_node), connections));
                node.Add(Measure(run, daemon.Luxi, s_node, connections));
                ratio.Add(node[^1] / bare[^1]);
            }
            run.Report.Add($"bare echo, {connections} connections", Samples.Median(bare), "/s");
            run.Report.Add($"QueryNodes of one node beside it, {connections} connections", Samples.Median(node), "/s");
            run.Report.Add($"QueryNodes of one node / bare echo, {connections} connections", Samples.Median(ratio), "x",
                connections == 16 ? Target.AtLeast(0.6) : null);
        }
        foreach (var connections in new[] { 1, 16 })
            AddInTurn(run, daemon, $"QueryNodes of one node, {connections} connections", "/s", null, path => Measure(run, path, NodeOf(path), connections));
        return Task.CompletedTask;
    }

    private static double Measure(BenchRun run, string path, byte[] frame, int connections) =>
        RoundTrips.Measure(path, frame, connections, run.Options.Round, new Samples());

    /// <summary>The same message, which a client takes for an answer too.</summary>
    private static byte[] Echoed(byte[] frame) => [.. Encoding.ASCII.GetBytes("""{"success":true,"""), .. frame.AsSpan(1)];

    private static byte[] NodeOf(string path)
    {
        using var client = new LuxiClient(path);
        var name = client.Call("QueryNodes", """[[],["name"],false]""")[0][0].GetString();
        return LuxiClient.Frame("QueryNodes", $"""[["{name}"],["name","pip","offline"],false]""");
    }
}
