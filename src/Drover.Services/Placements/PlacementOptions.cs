namespace Drover.Services.Placements;

/// <summary>How groups are placed that are to be on one node of several.</summary>
public sealed record PlacementOptions
{
    /// <summary>How long a lease is good, counted by the node from when it asked. Default 20 seconds; the node asks again after a quarter of it.</summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How much longer the master takes a lease to be held: for clocks that run at other rates, and for what the end of processes takes. Default 3 seconds.</summary>
    public TimeSpan LeaseMargin { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a node is passed over on which a group has failed, unless there is no other. Default 10 minutes.</summary>
    public TimeSpan Memory { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>With how many restarts within <see cref="FailureTime"/> a group has failed on its node. Default 5.</summary>
    public int Failures { get; init; } = 5;

    /// <summary>Within which time restarts count together. Default one minute.</summary>
    public TimeSpan FailureTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What is run with the names of a node and of a group so that the node is off; null for nothing.</summary>
    public string? FenceCommand { get; init; }

    /// <summary>How long that may take. Default 30 seconds.</summary>
    public TimeSpan FenceTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The first pause after a try that came to nothing; each one is twice as long. Default 5 seconds.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause. Default 5 minutes.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(5);
}
