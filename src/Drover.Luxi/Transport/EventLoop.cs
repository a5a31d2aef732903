using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Drover.Luxi.Transport;

/// <summary>
/// One thread that sleeps in epoll_wait(2) and serves whatever is ready. It is the synchronization context of what runs on it: an
/// asynchronous method that began here goes on here, woken by an event descriptor, without a thread of the pool in between.
/// Nothing that runs here may block or be long: all connections wait meanwhile.
/// </summary>
internal sealed unsafe class EventLoop : SynchronizationContext, IDisposable
{
    private const int EventsAtOnce = 128;
    private const long WakeToken = 0;

    // struct epoll_event is packed on x86-64 only.
    private static readonly int s_eventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int s_dataOffset = s_eventSize - sizeof(long);

    private readonly Dictionary<long, IPolled> _watched = [];
    private readonly ConcurrentQueue<(SendOrPostCallback Call, object? State)> _posted = new();
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Thread _thread;
    private readonly int _poll;
    private readonly int _wake;
    private long _lastToken = WakeToken;
    private long _now;
    private bool _nowIsKnown;
    private int _asleep;
    private volatile bool _ending;
    private volatile bool _ended;

    /// <exception cref="DroverException"><c>LUXI_DESCRIPTORS</c>: there are no descriptors left.</exception>
    public EventLoop(string name, TimeProvider clock, ILogger log)
    {
        _clock = clock;
        _log = log;
        _poll = Libc.PollCreate();
        _wake = Libc.EventDescriptor();
        if (_poll < 0 || _wake < 0 || Change(Libc.PollAdd, _wake, WakeToken, Libc.Readable | Libc.OnceForEachWrite) != 0)
            throw OutOfDescriptors(Libc.Error);
        _thread = new Thread(Run) { IsBackground = true, Name = name };
    }

    /// <summary>Time stamp of this turn of the loop. For the loop's thread.</summary>
    public long Now
    {
        get
        {
            if (!_nowIsKnown)
                (_now, _nowIsKnown) = (_clock.GetTimestamp(), true);
            return _now;
        }
    }

    public void Start() => _thread.Start();

    /// <summary>Watches a descriptor. Call it on the loop's thread, or before the start.</summary>
    /// <returns>The token that names the watch.</returns>
    /// <exception cref="DroverException"><c>LUXI_DESCRIPTORS</c>: the machine watches no more descriptors.</exception>
    public long Watch(int descriptor, uint events, IPolled owner)
    {
        var token = ++_lastToken;
        if (Change(Libc.PollAdd, descriptor, token, events) != 0)
            throw OutOfDescriptors(Libc.Error);
        _watched.Add(token, owner);
        return token;
    }

    /// <summary>Changes what a descriptor is watched for. That its peer is gone is told in any case.</summary>
    public void Watch(int descriptor, long token, uint events) => _ = Change(Libc.PollChange, descriptor, token, events);

    /// <summary>Ends a watch; what was already reported is not passed on any more. The caller closes the descriptor at once.</summary>
    public void Forget(long token) => _watched.Remove(token);

    /// <summary>Ends a watch whose descriptor stays open.</summary>
    public void Forget(long token, int descriptor)
    {
        Forget(token);
        _ = Change(Libc.PollRemove, descriptor, token, 0);
    }

    /// <summary>Runs something on the loop's thread; after its end, on whichever thread comes.</summary>
    public override void Post(SendOrPostCallback d, object? state)
    {
        _posted.Enqueue((d, state));
        // What was added must be visible before the loop is looked at: otherwise it may fall asleep without having seen it.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _asleep) != 0 && Interlocked.Exchange(ref _asleep, 0) != 0)
            Libc.Raise(_wake);
        if (_ended)
            RunPosted(int.MaxValue);
    }

    /// <exception cref="NotSupportedException">Always: nobody may wait for the loop.</exception>
    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nobody may wait for the event loop.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Ends the thread. What is posted later still runs, elsewhere.</summary>
    public void Dispose()
    {
        if (_ending)
            return;
        _ending = true;
        Libc.Raise(_wake);
        if (_thread.ThreadState.HasFlag(ThreadState.Unstarted))
            End();
        else
            _thread.Join();
        _ = Libc.Close(_poll);
        _ = Libc.Close(_wake);
    }

    private void Run()
    {
        SetSynchronizationContext(this);
        var events = stackalloc byte[16 * EventsAtOnce];
        while (!_ending)
        {
            RunPosted(_posted.Count);
            var count = Libc.PollWait(_poll, events, EventsAtOnce, MaySleep() ? -1 : 0);
            Volatile.Write(ref _asleep, 0);
            _nowIsKnown = false;
            for (var i = 0; i < count; i++)
            {
                var happened = *(uint*)(events + (i * s_eventSize));
                var token = *(long*)(events + (i * s_eventSize) + s_dataOffset);
                if (_watched.TryGetValue(token, out var owner))
                    Tell(owner, happened);
            }
        }
        End();
    }

    private void End()
    {
        _ended = true;
        RunPosted(int.MaxValue);
    }

    private bool MaySleep()
    {
        Volatile.Write(ref _asleep, 1);
        Interlocked.MemoryBarrier();
        return _posted.IsEmpty && !_ending;
    }

    private void RunPosted(int most)
    {
        for (; most > 0 && _posted.TryDequeue(out var item); most--)
            try
            {
                item.Call(item.State);
            }
            catch (Exception broken)
            {
                // Whatever one connection trips over, the others are served on.
                LuxiLog.Broken(_log, broken);
            }
    }

    private void Tell(IPolled owner, uint happened)
    {
        try
        {
            owner.Ready(happened);
        }
        catch (Exception broken)
        {
            LuxiLog.Broken(_log, broken);
        }
    }

    private int Change(int operation, int descriptor, long token, uint events)
    {
        var change = stackalloc byte[16];
        *(uint*)change = events;
        *(long*)(change + s_dataOffset) = token;
        return Libc.PollControl(_poll, operation, descriptor, change);
    }

    private static DroverException OutOfDescriptors(int error) => new("LUXI_DESCRIPTORS",
        $"LUXI clients cannot be watched: {new Win32Exception(error).Message}. Raise the limit of open files, or of epoll watches.");
}
