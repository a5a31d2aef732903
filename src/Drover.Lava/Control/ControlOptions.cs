namespace Drover.Lava.Control;

/// <summary>Where workers come in, and what the door puts up with.</summary>
public sealed record ControlOptions
{
    /// <summary>What is bound. LAVA's own is <c>tcp://*:5556</c>. There is no default.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Whether IPv6 is spoken; then the endpoint is usually <c>tcp://[::]:5556</c>. Default: no.</summary>
    public bool Ipv6 { get; init; }

    /// <summary>How long a worker may be silent, which PONG tells it: whole seconds, 5 or more. Default 20 seconds.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Most workers that the door keeps in mind. Default 20,000.</summary>
    public int MaximumWorkers { get; init; } = 20_000;

    /// <summary>Longest frame in bytes; who sends a longer one is cut off. Default 64 MiB.</summary>
    public long MaximumFrame { get; init; } = 64L << 20;

    /// <summary>Messages of each worker that wait in libzmq, each way. More to a worker are dropped, more from it stay with it. Default 1,000.</summary>
    public int HighWater { get; init; } = 1_000;

    /// <summary>Messages that wait for the door's thread to send them. Default 100,000.</summary>
    public int QueueMessages { get; init; } = 100_000;

    /// <summary>Bytes of messages that wait for the door's thread to send them. Default 256 MiB.</summary>
    public long QueueBytes { get; init; } = 256L << 20;

    /// <summary>Connections that wait to be taken. Default 1,024; the system's own limit is <c>net.core.somaxconn</c>.</summary>
    public int Backlog { get; init; } = 1_024;

    /// <summary>After which silence TCP asks whether a peer is still there, so that connections of machines that are gone end. Default 60 seconds.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <exception cref="DroverException"><c>LAVA_OPTIONS</c>: a setting makes no sense; the text names it.</exception>
    internal void Validate()
    {
        LavaOptions.Require(Endpoint.Length > 0, nameof(Endpoint), "an endpoint such as tcp://*:5556");
        LavaOptions.Require(PingInterval >= TimeSpan.FromSeconds(5) && PingInterval.Ticks % TimeSpan.TicksPerSecond == 0, nameof(PingInterval), "whole seconds, 5 or more: workers take nothing else");
        LavaOptions.Require(MaximumWorkers > 0, nameof(MaximumWorkers), "1 or more");
        LavaOptions.Require(MaximumFrame >= 1024, nameof(MaximumFrame), "1024 or more");
        LavaOptions.Require(HighWater > 0, nameof(HighWater), "1 or more");
        LavaOptions.Require(QueueMessages > 0, nameof(QueueMessages), "1 or more");
        LavaOptions.Require(QueueBytes > 0, nameof(QueueBytes), "1 or more");
        LavaOptions.Require(Backlog > 0, nameof(Backlog), "1 or more");
        LavaOptions.Require(KeepAlive >= TimeSpan.FromSeconds(1), nameof(KeepAlive), "1 second or more");
    }
}
