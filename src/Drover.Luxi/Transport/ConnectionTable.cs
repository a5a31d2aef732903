using System.Collections.Concurrent;
using Drover.Doors;

namespace Drover.Luxi.Transport;

/// <summary>All connections of the door, and the one timer that looks whether any of them has taken too long.</summary>
internal sealed class ConnectionTable : IDisposable
{
    /// <summary>How often connections are looked at: a limit may be passed by so much.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Connections beyond the limit that are told why they are turned away; those beyond these are just closed.</summary>
    private const int Surplus = 200;

    private readonly ConcurrentDictionary<LuxiConnection, bool> _connections = new();
    private readonly int _limit;
    private readonly ITimer _timer;
    private int _served;
    private int _turnedAway;

    public ConnectionTable(LuxiOptions options, TimeProvider clock)
    {
        _limit = options.MaxConnections;
        Clock = clock;
        Budget = new FrameBudget(options.MaxUnfinishedBytes);
        _timer = clock.CreateTimer(static state => ((ConnectionTable)state!).Sweep(), this, Interval, Interval);
    }

    public TimeProvider Clock { get; }

    public FrameBudget Budget { get; }

    /// <summary>Connections that are served.</summary>
    public int Count => Volatile.Read(ref _served);

    public Admission Add(LuxiConnection connection)
    {
        var admission = Admission.Served;
        if (Interlocked.Increment(ref _served) > _limit)
        {
            Interlocked.Decrement(ref _served);
            admission = Interlocked.Increment(ref _turnedAway) <= Surplus ? Admission.TurnedAway : Admission.Closed;
        }
        _connections.TryAdd(connection, true);
        return admission;
    }

    public void Remove(LuxiConnection connection, Admission admission)
    {
        _connections.TryRemove(connection, out _);
        if (admission == Admission.Served)
            Interlocked.Decrement(ref _served);
        else
            Interlocked.Decrement(ref _turnedAway);
    }

    public void Dispose() => _timer.Dispose();

    private void Sweep()
    {
        var now = Clock.GetTimestamp();
        foreach (var (connection, _) in _connections)
            connection.CheckTime(now);
    }
}

/// <summary>What becomes of a new connection.</summary>
internal enum Admission
{
    Served,
    TurnedAway,
    Closed,
}
