using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Drover.Bench.Daemon;
using Drover.Bench.Measuring;
using Drover.Bench.Reporting;

namespace Drover.Bench.Web;

/// <summary>Pages for browsers while 100,000 jobs are in the queue, and what 1,000 open ones cost.</summary>
internal sealed class OpenPages : DaemonPart
{
    private const int Looks = 100;
    private const int Pages = 1_000;

    private static readonly string[] s_paths = ["/", "/jobs", "/jobs?status=error", "/jobs/1", "/jobs/100000", "/locks", "/audit", "/settings", "/list/job", "/list/event", "/services"];

    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(2);

    public override string Name => "pages";

    public override string About => "pages for browsers with 100,000 queued jobs, memory of 1,000 open ones, and submits beside those";

    public override async Task RunAsync(BenchRun run)
    {
        var places = (Pages + 100).ToString(System.Globalization.CultureInfo.InvariantCulture);
        await using var daemon = await DaemonBed.StartAsync(run, run.NewDirectory(),
            "--http-connections", places, "--connections-per-caller", places, "--event-followers", places, "--followers-per-caller", places);
        await MeasureAsync(run, daemon);
    }

    protected override async Task MeasureAsync(BenchRun run, DaemonBed daemon)
    {
        FillQueue(daemon.Luxi);
        foreach (var path in s_paths)
            await LookAsync(run, daemon, path);

        var alone = Submits(run, daemon);
        await Task.Delay(s_settle);
        var before = ProcessFigures.ResidentMegabytes(daemon.ProcessId);
        var open = new List<Socket>();
        try
        {
            for (var i = 0; i < Pages; i++)
                open.Add(await FollowAsync(daemon));
            await Task.Delay(s_settle);
            run.Report.Add("memory of 1,000 open pages", ProcessFigures.ResidentMegabytes(daemon.ProcessId) - before, "MB", Target.AtMost(150));
            // None of them reads what it is told.
            run.Report.Add("durable submits beside them / alone", Submits(run, daemon) / alone, "x", Target.AtLeast(0.8));
        }
        finally
        {
            open.ForEach(socket => socket.Dispose());
        }
    }

    private static async Task LookAsync(BenchRun run, DaemonBed daemon, string path)
    {
        using var http = daemon.OpenHttp();
        var times = new Samples();
        var bytes = 0;
        for (var i = 0; i < Looks; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            bytes = (await http.GetByteArrayAsync(new Uri("http://localhost" + path))).Length;
            times.AddSince(begun);
        }
        run.Report.Add($"{path}, {bytes / 1e3:0} kB, p50", times.P50, "ms");
        run.Report.Add($"{path}, p95", times.Percentile(95), "ms", Target.AtMost(100));
    }

    private static double Submits(BenchRun run, DaemonBed daemon) => RoundTrips.Measure(daemon.Luxi, SubmitHour, 16, run.Options.Round, new Samples());

    private static byte[] SubmitHour { get; } = Submit(Delay("3600"));

    private static async Task<Socket> FollowAsync(DaemonBed daemon)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(daemon.Http));
        await socket.SendAsync("GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        var head = new byte[4096];
        var got = await socket.ReceiveAsync(head);
        return got >= 12 && Encoding.ASCII.GetString(head, 9, 3) == "200" ? socket : throw new InvalidOperationException($"A page may not follow: {Encoding.ASCII.GetString(head, 0, got)}");
    }
}
