using System.Runtime.InteropServices;
using System.Text;
using Drover.Lab.Logs;
using Drover.Lava.Control;
using Drover.Lava.Curve;
using Drover.Lava.Zmq;
using Microsoft.Extensions.Logging;

namespace Drover.Lava.Logs;

/// <summary>The thread of the log door: takes lines in batches, sorts them by job, and passes them on.</summary>
internal sealed class LogThread : SocketThread
{
    private const int BatchLines = 4096, BatchBytes = 8 << 20, KeptLists = 64;
    private const int JobId = 0, Text = 1, Frames = 2;

    private readonly ZmqSocket _pull;
    private readonly ZmqFrames _frames = new(Frames + 1);
    private readonly ZmqMonitor? _monitor;
    private readonly CurveGuard? _guard;
    private readonly ILogEvents _events;
    private readonly TimeProvider _clock;
    private readonly LogOptions _options;
    private readonly LineBlock _block = new();
    private readonly Dictionary<long, List<LogLine>> _byJob = [];
    private readonly List<long> _jobs = [];
    private readonly Stack<List<LogLine>> _spare = [];
    private AllowedKeys? _checkedAgainst;
    private byte[] _checkedKey = [];
    private long _lines;
    private volatile bool _isCut;

    public LogThread(ZmqContext context, LogOptions options, CurveGuard? guard, ILogEvents events, TimeProvider clock, ILogger log) : base("lava-logs", log)
    {
        _options = options;
        _guard = guard;
        _events = events;
        _clock = clock;
        try
        {
            _pull = new ZmqSocket(context, ZmqSocketType.Pull);
            SetUp(options);
            _pull.Bind(options.Endpoint);
            Endpoint = _pull.LastEndpoint;
            _monitor = new ZmqMonitor(context, _pull, clock, log);
        }
        catch
        {
            Dispose();
            throw;
        }
        Poller.Add(_pull);
        Poller.Add(_monitor.Socket);
        Start();
    }

    public string Endpoint { get; } = "";

    public LineDropCounts Dropped { get; } = new();

    public long Lines => Volatile.Read(ref _lines);

    /// <summary>Ends the patience with senders that go on sending.</summary>
    public void Cut()
    {
        _isCut = true;
        Wake();
    }

    protected override bool Work()
    {
        var isFull = TakeBatch(out _);
        _monitor!.Drain();
        return isFull;
    }

    protected override bool MaySleep() => true;

    /// <summary>
    /// Lines that senders have handed to their system must not be lost. An unbind ends the connections, with what lies in the system's buffers, so they are
    /// emptied first: until nothing comes for a while, or for as long as there is patience. Then what libzmq has taken already.
    /// </summary>
    protected override void Finish()
    {
        var before = _lines;
        DrainUntilQuiet(_options.LongestDrain);
        _pull.Unbind(Endpoint);
        DrainUntilQuiet(Timeout.InfiniteTimeSpan);
        LavaLog.LogsEnded(Log, _lines - before);
    }

    protected override void Close()
    {
        _monitor?.Dispose();
        _pull?.Dispose();
        _frames.Dispose();
    }

    private void SetUp(LogOptions options)
    {
        _pull.Set(ZmqOption.Linger, 0);
        _pull.Set(ZmqOption.Ipv6, options.Ipv6 ? 1 : 0);
        _pull.Set(ZmqOption.ReceiveHighWater, options.HighWater);
        _pull.Set(ZmqOption.MaximumMessageSize, options.MaximumFrame);
        _pull.Set(ZmqOption.Backlog, options.Backlog);
        _pull.KeepAlive(options.KeepAlive);
        _guard?.Protect(_pull);
    }

    private void DrainUntilQuiet(TimeSpan longest)
    {
        var since = _clock.GetTimestamp();
        var quiet = Math.Max(1, (int)_options.Quiet.TotalMilliseconds);
        do
        {
            int taken;
            do
                TakeBatch(out taken);
            while (taken > 0 && !_isCut && (longest == Timeout.InfiniteTimeSpan || _clock.GetElapsedTime(since) < longest));
            if (taken > 0)
                return;
            _monitor!.Drain();
        }
        while (!_isCut && Wait(quiet, () => !_isCut));
    }

    private bool TakeBatch(out int taken)
    {
        long bytes = 0;
        taken = 0;
        while (taken < BatchLines && bytes < BatchBytes && _frames.Take(_pull))
        {
            taken++;
            bytes += _frames.Count > Text ? _frames[Text].Length : 0;
            if (Judge() is { } reason)
                Drop(reason);
        }
        Deliver();
        return taken == BatchLines || bytes >= BatchBytes;
    }

    private LineDropReason? Judge()
    {
        if (_frames.Count != Frames)
            return LineDropReason.NotTwoFrames;
        if (_guard is { } guard && !IsAllowed(guard.Keys))
            return LineDropReason.KeyNotAllowed;
        if (!WorkerFrames.TryJobId(_frames[JobId], out var id))
            return LineDropReason.BadJobId;
        var text = _frames[Text];
        if (text.Length > _options.MaximumLine)
            return LineDropReason.TooLong;
        if (LineScan.Read(text, out var level) is { } problem)
            return problem == LineProblem.NotText ? LineDropReason.NotText : LineDropReason.NoLevelOrMessage;
        ref var lines = ref CollectionsMarshal.GetValueRefOrAddDefault(_byJob, id, out var isKnown);
        if (!isKnown)
        {
            lines = _spare.TryPop(out var spare) ? spare : [];
            _jobs.Add(id);
        }
        lines!.Add(new LogLine(id, _block.Copy(text), level));
        return null;
    }

    private bool IsAllowed(AllowedKeys keys)
    {
        var key = _frames.Property(Text, "User-Id\0"u8);
        if (ReferenceEquals(_checkedAgainst, keys) && key.SequenceEqual(_checkedKey))
            return true;
        if (!keys.Contains(Encoding.ASCII.GetString(key)))
            return false;
        (_checkedAgainst, _checkedKey) = (keys, key.ToArray());
        return true;
    }

    private void Deliver()
    {
        foreach (var id in _jobs)
        {
            var lines = _byJob[id];
            try
            {
                _events.Received(id, CollectionsMarshal.AsSpan(lines));
                Volatile.Write(ref _lines, _lines + lines.Count);
            }
            catch (Exception broken)
            {
                // One job's lines are lost; the other jobs' are not.
                Dropped.Add(LineDropReason.Fault, lines.Count);
                LavaLog.Broken(Log, broken, lines.Count);
            }
            lines.Clear();
            if (_spare.Count < KeptLists)
                _spare.Push(lines);
        }
        _jobs.Clear();
        _byJob.Clear();
        _frames.Clear();
    }

    private void Drop(LineDropReason reason)
    {
        Dropped.Add(reason);
        if (Log.IsEnabled(LogLevel.Debug))
            LavaLog.LineDropped(Log, reason);
    }
}
