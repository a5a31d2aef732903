namespace Drover.Services.Settings;

/// <summary>What extension lines (<c>:::group.NAME.key:value</c>) say about a group.</summary>
public sealed record GroupOptions
{
    /// <summary>All defaults.</summary>
    public static GroupOptions Default { get; } = new();

    /// <summary>The level that the group is brought to at the first start after a boot; default null: none.</summary>
    public string? StartLevel { get; init; }

    /// <summary>Names of the nodes that have the group, with commas between; default null: all that have the file.</summary>
    public string? Nodes { get; init; }

    /// <summary>The level at which the group is to be on exactly one of its nodes, placed there by the master and under a lease; default null: each node has the group for itself.</summary>
    public string? Failover { get; init; }

    /// <summary>How long its node may be away until a group with <see cref="Failover"/> is moved; default 30 seconds.</summary>
    public TimeSpan FailoverGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a node has the group.</summary>
    public bool IsOn(string node) => Nodes is null || Nodes.Split(',').Contains(node, StringComparer.Ordinal);

    /// <summary>Whether a failed test keeps later entries of the level from being started; default false.</summary>
    public bool FailStops { get; init; }
}
