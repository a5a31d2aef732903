using System.Globalization;
using System.Text;
using Drover;
using Drover.Lava.Control;
using Drover.Lava.Logs;
using Drover.Lava.Zmq;
using Drover.LavaLoad;
using Microsoft.Extensions.Logging.Abstractions;

var options = LoadOptions.Parse(args);
if (options is null)
    return Refuse();
try
{
    switch (options.Mode)
    {
        case "ping":
            Say("PING/PONG", RunPings(options, options.Master));
            return 0;
        case "end":
            RunEnds(options);
            return 0;
        case "logs":
            RunLogs(options);
            return 0;
        case "idle":
            using (var fleet = new WorkerFleet(options, options.Master))
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.Workers} workers were answered in {fleet.Hello().TotalSeconds:0.00} s"));
                fleet.Stay();
            }
            return 0;
        case "serve":
            Serve(options);
            return 0;
        case "serve-bare":
            using (var router = new BareRouter(options.Master))
            {
                Console.WriteLine(router.Endpoint);
                await Console.In.ReadToEndAsync();
            }
            return 0;
        case "compare":
            Compare(options);
            return 0;
        default:
            return Refuse();
    }
}
catch (Exception problem) when (problem is DroverException or InvalidOperationException)
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}

static int Refuse()
{
    Console.Error.WriteLine(LoadOptions.Usage);
    return 2;
}

static void Say(string what, double rate) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {rate:0}/s"));

static double RunPings(LoadOptions options, string master)
{
    using var fleet = new WorkerFleet(options, master);
    fleet.Hello();
    byte[][] ping = ["PING"u8.ToArray()];
    return fleet.ClosedLoop("PONG"u8.ToArray(), () => ping);
}

static void RunEnds(LoadOptions options)
{
    var description = PackedDescription.OfSize(options.Bytes);
    Console.WriteLine($"each END has {description.Length} bytes");
    using var fleet = new WorkerFleet(options, options.Master);
    fleet.Hello();
    var next = options.FirstId;
    Say("END/END_OK", fleet.ClosedLoop("END_OK"u8.ToArray(), () => ["END"u8.ToArray(), Encoding.ASCII.GetBytes((next++).ToString(CultureInfo.InvariantCulture)), [], description]));
}

static void RunLogs(LoadOptions options)
{
    var line = Encoding.UTF8.GetBytes("{\"dt\": \"2018-06-15T12:00:00.000000\", \"lvl\": \"target\", \"msg\": \"" + new string('x', 72) + "\"}");
    var job = Encoding.ASCII.GetBytes(options.FirstId.ToString(CultureInfo.InvariantCulture));
    var since = TimeProvider.System.GetTimestamp();
    using (var context = new ZmqContext())
    using (var push = WorkerFleet.Open(context, ZmqSocketType.Push, options))
    {
        push.Set(ZmqOption.SendHighWater, 10_000);
        push.Set(ZmqOption.Linger, -1);
        push.Connect(options.Logs);
        for (var i = 0; i < options.Count; i++)
        {
            while (push.Send(job, more: true) != 0)
                Thread.Yield();
            push.Send(line, more: false);
        }
    }
    // The end of the context waits until the system has taken everything.
    Say("log lines handed over", options.Count / TimeProvider.System.GetElapsedTime(since).TotalSeconds);
}

static void Serve(LoadOptions options)
{
    var domain = new EchoDomain();
    using var context = new ZmqContext();
    using var control = ControlDoor.Open(context, new ControlOptions { Endpoint = options.Master }, null, domain, TimeProvider.System, NullLoggerFactory.Instance);
    using var logs = LogDoor.Open(context, new LogOptions { Endpoint = options.Logs }, null, domain, TimeProvider.System, NullLoggerFactory.Instance);
    domain.Control = control;
    Console.WriteLine($"{control.Endpoint} {logs.Endpoint}");
    Console.In.ReadToEnd();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{control.Workers.Count} workers, {control.Received} messages of them, {logs.Lines} lines at {domain.LineRate:0}/s, {control.Dropped.Total + logs.Dropped.Total} dropped"));
}

static void Compare(LoadOptions options)
{
    List<double> doors = [], bare = [];
    for (var round = 0; round < options.Rounds; round++)
    {
        using (var router = new BareRouter())
            bare.Add(RunPings(options, router.Endpoint));
        using (var context = new ZmqContext())
        using (var door = ControlDoor.Open(context, new ControlOptions { Endpoint = "tcp://127.0.0.1:*" }, null, new EchoDomain(), TimeProvider.System, NullLoggerFactory.Instance))
            doors.Add(RunPings(options, door.Endpoint));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}: bare ROUTER {bare[^1]:0}/s, Drover's door {doors[^1]:0}/s"));
    }
    bare.Sort();
    doors.Sort();
    var (limit, own) = (bare[bare.Count / 2], doors[doors.Count / 2]);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"medians: bare ROUTER {limit:0}/s, Drover's door {own:0}/s, {own / limit:P0} of it, with {options.Workers} workers and {options.Window} PINGs each"));
}
