using System.Globalization;
using System.Text;
using Drover.Lava.Zmq;

namespace Drover.LavaLoad;

/// <summary>Workers that run test jobs: they take each START and report what they are told to. One thread plays them all.</summary>
internal sealed class PlayedWorkers : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly ZmqContext _context;
    private readonly List<ZmqSocket> _workers;
    private readonly ZmqFrames _frames = new(7);
    private readonly ZmqPoller _poller = new();
    private readonly ZmqSocket _push;

    public PlayedWorkers(LoadOptions options)
    {
        _context = new ZmqContext(maxSockets: options.Workers + 10);
        _workers = WorkerFleet.OpenAll(_context, _poller, options, options.Master);
        _push = WorkerFleet.Open(_context, ZmqSocketType.Push, options);
        _push.Set(ZmqOption.Linger, -1);
        _push.Set(ZmqOption.SendHighWater, 10_000);
        _push.Connect(options.Logs);
    }

    /// <summary>When the START of a job came, by its id.</summary>
    public Dictionary<long, long> Starts { get; } = [];

    /// <summary>The worker that each job is at.</summary>
    public Dictionary<long, int> Places { get; } = [];

    /// <summary>Jobs whose END was answered.</summary>
    public HashSet<long> Ended { get; } = [];

    /// <summary>Called with each job that is started.</summary>
    public Action<long>? Begun { get; set; }

    /// <summary>Every worker says HELLO; what answers come is read with the next messages.</summary>
    public void Hello()
    {
        foreach (var worker in _workers)
        {
            worker.Send("HELLO"u8, more: true);
            worker.Send("3"u8, more: false);
        }
        var answered = 0;
        Until(() => answered == _workers.Count, (_, action) => answered += action.SequenceEqual("HELLO_OK"u8) ? 1 : 0);
    }

    /// <summary>Plays until something holds.</summary>
    /// <exception cref="InvalidOperationException">It does not hold in two minutes.</exception>
    public void Until(Func<bool> holds) => Until(holds, (_, _) => { });

    /// <summary>A line for the log of a job; waits where the master takes no more.</summary>
    public void Line(byte[] job, byte[] text)
    {
        while (_push.Send(job, more: true) != 0)
            Thread.Yield();
        _push.Send(text, more: false);
    }

    /// <summary>Stands in the line of a verdict and in no other.</summary>
    public static ReadOnlySpan<byte> VerdictTime => "2018-06-15T12:34:56"u8;

    /// <summary>The line with which a job ends well.</summary>
    public void Verdict(long job) =>
        Line(Frame(job), """{"dt": "2018-06-15T12:34:56.000000", "lvl": "results", "msg": {"case": "job", "definition": "lava", "result": "pass"}}"""u8.ToArray());

    /// <summary>The worker of a job reports its end.</summary>
    public void End(long job, byte[] description) => WorkerFleet.Send(_workers[Places[job]], "END"u8.ToArray(), Frame(job), [], description);

    public static byte[] Frame(long job) => Encoding.ASCII.GetBytes(job.ToString(CultureInfo.InvariantCulture));

    public void Dispose()
    {
        foreach (var worker in _workers)
            worker.Dispose();
        _push.Dispose();
        _frames.Dispose();
        _context.Dispose();
    }

    private void Until(Func<bool> holds, Taken taken)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            if (TimeProvider.System.GetElapsedTime(since) > s_patience)
                throw new InvalidOperationException($"The master does not go on: {Starts.Count} jobs were started, and {Ended.Count} ends answered.");
            var any = false;
            for (var place = 0; place < _workers.Count; place++)
                while (_frames.Take(_workers[place]))
                {
                    any = true;
                    Take(place);
                    taken(place, _frames[0]);
                }
            if (!any)
                _poller.Wait(20);
        }
    }

    private void Take(int place)
    {
        var action = _frames[0];
        if (action.SequenceEqual("START"u8))
        {
            var job = long.Parse(_frames[1], NumberStyles.None, CultureInfo.InvariantCulture);
            Starts.TryAdd(job, TimeProvider.System.GetTimestamp());
            Places[job] = place;
            WorkerFleet.Send(_workers[place], "START_OK"u8.ToArray(), Frame(job));
            Begun?.Invoke(job);
        }
        else if (action.SequenceEqual("END_OK"u8))
        {
            Ended.Add(long.Parse(_frames[1], NumberStyles.None, CultureInfo.InvariantCulture));
        }
    }

    private delegate void Taken(int place, ReadOnlySpan<byte> action);
}
