namespace Drover.Lava.Events;

/// <summary>Where LAVA's events are published.</summary>
public sealed record EventOptions
{
    /// <summary>What is bound. LAVA's own is <c>tcp://*:5500</c>. There is no default.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Whether IPv6 is spoken. Default: no.</summary>
    public bool Ipv6 { get; init; }

    /// <summary>What all topics begin with. Default <c>org.linaro.validation</c>.</summary>
    public string Topic { get; init; } = "org.linaro.validation";

    /// <summary>Events that wait for the door's thread; more are dropped. Default 10,000.</summary>
    public int QueueEvents { get; init; } = 10_000;

    /// <summary>Events of each listener that wait in libzmq; a listener that does not read misses more. Default 1,000.</summary>
    public int HighWater { get; init; } = 1_000;

    /// <exception cref="DroverException"><c>LAVA_OPTIONS</c>: a setting makes no sense; the text names it.</exception>
    internal void Validate()
    {
        LavaOptions.Require(Endpoint.Length > 0, nameof(Endpoint), "an endpoint such as tcp://*:5500");
        LavaOptions.Require(Topic.Length > 0, nameof(Topic), "a word");
        LavaOptions.Require(QueueEvents > 0, nameof(QueueEvents), "1 or more");
        LavaOptions.Require(HighWater > 0, nameof(HighWater), "1 or more");
    }
}
