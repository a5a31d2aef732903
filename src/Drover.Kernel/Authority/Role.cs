using System.Collections.Immutable;

namespace Drover.Kernel;

/// <summary>A name for what some callers may do.</summary>
public sealed record Role(string Name, ImmutableArray<Grant> Grants)
{
    /// <summary>May do and see everything.</summary>
    public static Role Operator { get; } = new("operator", [new Grant(null, null)]);

    /// <summary>May look at what is declared visible to everyone, and into what is its own.</summary>
    public static Role Observer { get; } = new("observer",
    [
        new Grant(AccessAction.View, null),
        new Grant(AccessAction.Inspect, null, OnlyOwn: true),
    ]);

    /// <summary>Somebody on the network who has not said who they are: may ask whether the daemon is well, and for its figures.</summary>
    public static Role Stranger { get; } = new("stranger",
    [
        new Grant(AccessAction.View, Protected.Health),
        new Grant(AccessAction.View, Protected.Metrics),
    ]);
}
