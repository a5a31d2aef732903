using System.Collections.Immutable;

namespace Drover.Nodes.Accounts;

/// <summary>A user.</summary>
/// <param name="Node">Name of the machine.</param>
/// <param name="Login">Login name.</param>
/// <param name="Uid">Number.</param>
/// <param name="Gid">Number of the primary group.</param>
/// <param name="Gecos">Full name, and what else stands in that field.</param>
/// <param name="Home">Home directory.</param>
/// <param name="Shell">Login shell.</param>
public sealed record UserRow(string Node, string Login, long Uid, long Gid, string Gecos, string Home, string Shell)
{
    /// <summary>What it is known by among all machines.</summary>
    public string Key => $"{Node}:{Login}";

    /// <summary>What sort of user.</summary>
    public AccountKind Kind { get; init; }

    /// <summary>Name of the primary group; null when there is none of that number.</summary>
    public string? PrimaryGroup { get; init; }

    /// <summary>Groups that name it as a member.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>Whether it is locked: no password is taken until it is unlocked.</summary>
    public bool IsLocked { get; init; }

    /// <summary>Whether it has a password, be it locked.</summary>
    public bool HasPassword { get; init; }

    /// <summary>When the password was set, in days since 1970; null where that is not known.</summary>
    public long? PasswordDay { get; init; }
}
