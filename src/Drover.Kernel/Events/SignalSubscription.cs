using System.Collections.Frozen;
using System.Threading.Channels;

namespace Drover.Kernel.Events;

/// <summary>Somebody who listens to signals.</summary>
public sealed class SignalSubscription : IDisposable
{
    private readonly Caller _caller;
    private readonly FrozenSet<string> _wanted;
    private readonly Action<SignalSubscription> _leave;
    private readonly Channel<Signal> _channel;
    private long _lost;

    internal SignalSubscription(Caller caller, FrozenSet<string> wanted, int backlog, Action<SignalSubscription> leave)
    {
        (_caller, _wanted, _leave) = (caller, wanted, leave);
        var options = new BoundedChannelOptions(backlog) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest };
        _channel = Channel.CreateBounded<Signal>(options, _ => Interlocked.Increment(ref _lost));
    }

    /// <summary>Signals in the order in which they were published. Ends when the daemon stops.</summary>
    public ChannelReader<Signal> Signals => _channel.Reader;

    /// <summary>How many signals were dropped since this was last asked.</summary>
    public long TakeLost() => Interlocked.Exchange(ref _lost, 0);

    /// <summary>Leaves; what waits can still be read.</summary>
    public void Dispose()
    {
        _leave(this);
        End();
    }

    internal bool Wants(string kind) => _wanted.Contains(kind);

    internal bool SeesAll(string kind) => AccessGate.Sees(_caller, Visibility.Operators, Protected.Signal, kind);

    internal void Offer(Signal signal) => _channel.Writer.TryWrite(signal);

    internal void End() => _channel.Writer.TryComplete();
}
