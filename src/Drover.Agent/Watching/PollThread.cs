using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Drover.Agent.Native;

namespace Drover.Agent.Watching;

/// <summary>One thread that sleeps in epoll_wait(2) for all pidfds and notification sockets. A watched descriptor calls its owner back on
/// that thread; a callback must not block.</summary>
internal sealed unsafe class PollThread : IDisposable
{
    private const int EventsAtOnce = 256;

    // struct epoll_event is packed on x86-64 only.
    private static readonly int s_eventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int s_dataOffset = s_eventSize - sizeof(long);

    private readonly ConcurrentDictionary<long, Action> _callbacks = new();
    private readonly Thread _thread;
    private readonly int _poll;
    private readonly int _wake;
    private long _lastToken;
    private volatile bool _ending;

    internal PollThread()
    {
        _poll = Libc.PollCreate(Libc.OpenCloseOnExec);
        _wake = Libc.EventDescriptor(0, Libc.OpenCloseOnExec | Libc.OpenNonBlocking);
        if (_poll < 0 || _wake < 0)
            throw new AgentException("NO_DESCRIPTORS", $"Cannot watch processes: {Errno.Text(Errno.Last)}. Raise the limit of open files.", Errno.Last);
        Change(Libc.PollAdd, _wake, 0);
        _thread = new Thread(Loop) { IsBackground = true, Name = "process-watch" };
        _thread.Start();
    }

    /// <summary>Watches a descriptor until it is removed.</summary>
    /// <param name="keepToken">Takes the token for the removal, before the first call back.</param>
    internal void Add(int descriptor, Action<long> keepToken, Action callback)
    {
        var token = Interlocked.Increment(ref _lastToken);
        keepToken(token);
        _callbacks[token] = callback;
        var error = Change(Libc.PollAdd, descriptor, token);
        if (error == 0)
            return;
        _callbacks.TryRemove(token, out _);
        throw new AgentException("NO_DESCRIPTORS", $"Cannot watch a process: {Errno.Text(error)}. Raise the limit of epoll watches.", error);
    }

    /// <summary>Ends the watch; the caller closes the descriptor afterwards. A callback under way is not waited for.</summary>
    internal void Remove(int descriptor, long token)
    {
        if (_callbacks.TryRemove(token, out _))
            _ = Change(Libc.PollRemove, descriptor, token);
    }

    public void Dispose()
    {
        if (_ending)
            return;
        _ending = true;
        long one = 1;
        _ = Libc.Write(_wake, (byte*)&one, sizeof(long));
        _thread.Join();
        _ = Libc.Close(_poll);
        _ = Libc.Close(_wake);
    }

    private int Change(int operation, int descriptor, long token)
    {
        var change = stackalloc byte[16];
        *(uint*)change = Libc.PollIn;
        *(long*)(change + s_dataOffset) = token;
        return Libc.PollControl(_poll, operation, descriptor, change) == 0 ? 0 : Errno.Last;
    }

    private void Loop()
    {
        var events = stackalloc byte[16 * EventsAtOnce];
        while (!_ending)
        {
            var count = Libc.PollWait(_poll, events, EventsAtOnce, -1);
            for (var i = 0; i < count && !_ending; i++)
            {
                var token = *(long*)(events + (i * s_eventSize) + s_dataOffset);
                if (_callbacks.TryGetValue(token, out var callback))
                    callback();
            }
        }
    }
}
