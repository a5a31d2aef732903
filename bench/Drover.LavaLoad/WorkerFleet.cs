using System.Globalization;
using System.Text;
using Drover.Lava.Curve;
using Drover.Lava.Zmq;

namespace Drover.LavaLoad;

/// <summary>Workers on sockets of one context, played by one thread.</summary>
internal sealed class WorkerFleet : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly ZmqContext _context;
    private readonly List<ZmqSocket> _workers;
    private readonly ZmqFrames _frames = new(3);
    private readonly ZmqPoller _poller = new();
    private readonly LoadOptions _options;

    public WorkerFleet(LoadOptions options, string master)
    {
        _options = options;
        _context = new ZmqContext(maxSockets: options.Workers + 10);
        _workers = OpenAll(_context, _poller, options, master);
    }

    /// <summary>The sockets of all workers of the options, each under its name and connected.</summary>
    public static List<ZmqSocket> OpenAll(ZmqContext context, ZmqPoller poller, LoadOptions options, string master)
    {
        List<ZmqSocket> workers = [];
        for (var number = 0; number < options.Workers; number++)
        {
            var worker = Open(context, ZmqSocketType.Dealer, options);
            worker.Set(ZmqOption.Linger, 0);
            worker.Set(ZmqOption.RoutingId, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{options.Name}{number:000}")));
            worker.Connect(master);
            poller.Add(worker);
            workers.Add(worker);
        }
        return workers;
    }

    /// <summary>A socket with the keys of the options.</summary>
    public static ZmqSocket Open(ZmqContext context, ZmqSocketType type, LoadOptions options)
    {
        var socket = new ZmqSocket(context, type);
        socket.Set(ZmqOption.SendHighWater, 0);
        if (options is { ServerKey: { } server, ClientKey: { } client })
        {
            var own = CurveFile.Read(client);
            socket.Set(ZmqOption.CurveServerKey, Encoding.ASCII.GetBytes(CurveFile.Read(server).PublicKey));
            socket.Set(ZmqOption.CurvePublicKey, Encoding.ASCII.GetBytes(own.PublicKey));
            socket.Set(ZmqOption.CurveSecretKey, Encoding.ASCII.GetBytes(own.SecretKey ?? throw new InvalidOperationException($"{client} has no secret key.")));
        }
        return socket;
    }

    /// <summary>Every worker says HELLO and is answered.</summary>
    /// <returns>How long that took.</returns>
    public TimeSpan Hello()
    {
        var since = TimeProvider.System.GetTimestamp();
        foreach (var worker in _workers)
            Send(worker, "HELLO"u8.ToArray(), "3"u8.ToArray());
        var missing = new HashSet<ZmqSocket>(_workers);
        Sweep(() => missing.Count > 0 && TimeProvider.System.GetElapsedTime(since) < s_patience, (worker, answer) =>
        {
            if (answer.SequenceEqual("HELLO_OK"u8))
                missing.Remove(worker);
        });
        return missing.Count == 0 ? TimeProvider.System.GetElapsedTime(since) : throw new InvalidOperationException($"{missing.Count} of {_workers.Count} workers got no HELLO_OK.");
    }

    /// <summary>Keeps requests outstanding at each worker, and sends the next one with each answer.</summary>
    /// <param name="expected">The first frame of an answer.</param>
    /// <param name="request">Makes the frames of the next request.</param>
    /// <returns>Answers a second.</returns>
    public double ClosedLoop(byte[] expected, Func<byte[][]> request)
    {
        foreach (var worker in _workers)
            for (var i = 0; i < _options.Window; i++)
                Send(worker, request());
        var since = TimeProvider.System.GetTimestamp();
        long answers = 0;
        Sweep(() => TimeProvider.System.GetElapsedTime(since) < _options.Duration, (worker, answer) =>
        {
            if (!answer.SequenceEqual(expected))
                return;
            answers++;
            Send(worker, request());
        });
        return answers / TimeProvider.System.GetElapsedTime(since).TotalSeconds;
    }

    /// <summary>Answers nothing for a while.</summary>
    public void Stay() => Sweep(Until(TimeProvider.System.GetTimestamp()), (_, _) => { });

    public void Dispose()
    {
        foreach (var worker in _workers)
            worker.Dispose();
        _frames.Dispose();
        _context.Dispose();
    }

    /// <summary>Sends one message.</summary>
    public static void Send(ZmqSocket socket, params byte[][] frames)
    {
        for (var i = 0; i < frames.Length; i++)
            socket.Send(frames[i], i < frames.Length - 1);
    }

    private Func<bool> Until(long since) => () => TimeProvider.System.GetElapsedTime(since) < _options.Duration;

    // All sockets in turn, and a poll only when none of them had anything: with many sockets a poll costs more than the messages.
    private void Sweep(Func<bool> goesOn, Answered answered)
    {
        while (goesOn())
        {
            var taken = false;
            foreach (var worker in _workers)
                while (_frames.Take(worker))
                {
                    taken = true;
                    answered(worker, _frames[0]);
                }
            if (!taken)
                _poller.Wait(100);
        }
    }

    private delegate void Answered(ZmqSocket worker, ReadOnlySpan<byte> answer);
}
