namespace Drover.Bench.Daemon;

/// <summary>A part that talks to the real daemon over its sockets, and to a peer in turn when one is named.</summary>
internal abstract class DaemonPart : Part
{
    /// <summary>How many jobs a queue has that is called full here.</summary>
    protected const int ManyJobs = 100_000;

    /// <summary>A job that takes a millisecond and no lock; every Ganeti knows it.</summary>
    protected static byte[] SubmitDelay { get; } = Submit(Delay("0.001"));

    /// <summary>A job that does nothing at all.</summary>
    protected static byte[] SubmitDummy { get; } = Submit("""{"OP_ID":"OP_TEST_DUMMY","result":null,"messages":[],"fail":null,"submit_jobs":null,"reason":[["bench","",0]]}""");

    /// <inheritdoc/>
    public override async Task RunAsync(BenchRun run)
    {
        await using var daemon = await DaemonBed.StartAsync(run, run.NewDirectory());
        await MeasureAsync(run, daemon);
    }

    protected abstract Task MeasureAsync(BenchRun run, DaemonBed daemon);

    protected static string Delay(string seconds) =>
        $$"""{"OP_ID":"OP_TEST_DELAY","duration":{{seconds}},"on_master":false,"on_nodes":[],"on_node_uuids":null,"repeat":0,"interruptible":false,"no_locks":true,"dry_run":false,"debug_level":0,"priority":0,"depends":null,"comment":null,"reason":[["bench","",0]]}""";

    protected static byte[] Submit(string opcode) => LuxiClient.Frame("SubmitJob", $"[[{opcode}]]");

    /// <summary>Jobs that sleep for hours: a hundred of them run, all others wait.</summary>
    protected static void FillQueue(string path)
    {
        using var client = new LuxiClient(path);
        var frame = LuxiClient.Frame("SubmitManyJobs", $"[[{string.Join(',', Enumerable.Repeat($"[{Delay("86400")}]", 1_000))}]]");
        for (var done = 0; done < ManyJobs; done += 1_000)
            client.Ask(frame);
    }

    /// <summary>Measures ours and the peer in turn, once a round, and adds both medians and their ratio.</summary>
    /// <param name="target">What ours should reach.</param>
    protected static void AddInTurn(BenchRun run, DaemonBed daemon, string name, string unit, Reporting.Target? target, Func<string, double> measure)
    {
        var ours = new List<double>();
        var theirs = new List<double>();
        for (var i = 0; i < run.Options.Rounds; i++)
        {
            ours.Add(measure(daemon.Luxi));
            if (run.Options.Peer is { } peer)
                theirs.Add(measure(peer));
        }
        run.Report.Add(name, Measuring.Samples.Median(ours), unit, target);
        if (theirs.Count == 0)
            return;
        run.Report.Add($"{name}, peer", Measuring.Samples.Median(theirs), unit);
        run.Report.Add($"{name}, ours / peer", Measuring.Samples.Median(ours) / Measuring.Samples.Median(theirs), "x");
    }
}
