using System.Collections.Immutable;

namespace Drover.Nodes.Accounts;

/// <summary>A group of users.</summary>
/// <param name="Node">Name of the machine.</param>
/// <param name="Name">Its name.</param>
/// <param name="Gid">Number.</param>
public sealed record UserGroupRow(string Node, string Name, long Gid)
{
    /// <summary>What it is known by among all machines.</summary>
    public string Key => $"{Node}:{Name}";

    /// <summary>What sort of group.</summary>
    public AccountKind Kind { get; init; }

    /// <summary>The group whose guests or responsible users it has; null for a group of its own.</summary>
    public string? HelperOf { get; init; }

    /// <summary>What it is for; null where nobody has said.</summary>
    public string? Description { get; init; }

    /// <summary>What homes of its users begin with; null where nobody has said.</summary>
    public string? Skeleton { get; init; }

    /// <summary>Users that it names as members.</summary>
    public ImmutableArray<string> Members { get; init; } = [];

    /// <summary>Users whose primary group it is.</summary>
    public ImmutableArray<string> PrimaryMembers { get; init; } = [];
}
