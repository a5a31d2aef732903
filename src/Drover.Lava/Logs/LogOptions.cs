namespace Drover.Lava.Logs;

/// <summary>Where log lines come in, and what the door puts up with.</summary>
public sealed record LogOptions
{
    /// <summary>What is bound. LAVA's own is <c>tcp://*:5555</c>. There is no default.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Whether IPv6 is spoken. Default: no.</summary>
    public bool Ipv6 { get; init; }

    /// <summary>Longest line in bytes; a longer one is dropped. LAVA sends less than 1,000,000 characters. Default 4,000,000.</summary>
    public int MaximumLine { get; init; } = 4_000_000;

    /// <summary>Longest frame in bytes; who sends a longer one is cut off. Default 16 MiB.</summary>
    public long MaximumFrame { get; init; } = 16L << 20;

    /// <summary>Lines of each sender that wait in libzmq; more stay with the sender. Default 1,000.</summary>
    public int HighWater { get; init; } = 1_000;

    /// <summary>Connections that wait to be taken. Default 1,024.</summary>
    public int Backlog { get; init; } = 1_024;

    /// <summary>After which silence TCP asks whether a peer is still there. Default 60 seconds.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>At the end: longest time in which lines that senders have under way are still taken before the socket is unbound. Default 5 seconds.</summary>
    public TimeSpan LongestDrain { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>At the end: the silence that says that nothing is under way any more, before and after the socket is unbound. Default 200 milliseconds.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <exception cref="DroverException"><c>LAVA_OPTIONS</c>: a setting makes no sense; the text names it.</exception>
    internal void Validate()
    {
        LavaOptions.Require(Endpoint.Length > 0, nameof(Endpoint), "an endpoint such as tcp://*:5555");
        LavaOptions.Require(MaximumLine >= 1024, nameof(MaximumLine), "1024 or more");
        LavaOptions.Require(MaximumFrame >= MaximumLine, nameof(MaximumFrame), "as much as one line may have");
        LavaOptions.Require(HighWater > 0, nameof(HighWater), "1 or more");
        LavaOptions.Require(Backlog > 0, nameof(Backlog), "1 or more");
        LavaOptions.Require(KeepAlive >= TimeSpan.FromSeconds(1), nameof(KeepAlive), "1 second or more");
        LavaOptions.Require(Quiet > TimeSpan.Zero && Quiet <= LongestDrain, nameof(Quiet), $"above zero, and at most {nameof(LongestDrain)}");
    }
}
