using System.Collections.Immutable;

namespace Drover.Nodes.Accounts;

/// <summary>A change of the accounts of a machine.</summary>
public abstract record AccountChange
{
    /// <summary>Whether it is meant even where it is usually refused; what that is, each change says.</summary>
    public bool IsForced { get; init; }
}

/// <summary>A user is there from now on. One that is there already, of the same kind, stays as it is. Forced: also with the name of a group.</summary>
/// <param name="Login">Login name.</param>
public sealed record AddUser(string Login) : AccountChange
{
    /// <summary>Whether it is an account of a service.</summary>
    public bool IsSystem { get; init; }

    /// <summary>Its number; null for the smallest that is free.</summary>
    public long? Uid { get; init; }

    /// <summary>Name of its primary group; null for <c>users</c>.</summary>
    public string? Group { get; init; }

    /// <summary>Full name; null for none.</summary>
    public string? Gecos { get; init; }

    /// <summary>Home directory, for a system account; null for the usual.</summary>
    public string? Home { get; init; }

    /// <summary>Login shell; null for the usual.</summary>
    public string? Shell { get; init; }

    /// <summary>Hash of the password, as in crypt(5); null for none: nobody comes in by a password.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Groups that are to have it as a member.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];
}

/// <summary>A user is changed; what is null stays. Forced: also a restricted one.</summary>
/// <param name="Login">Login name.</param>
public sealed record SetUser(string Login) : AccountChange
{
    /// <summary>Full name.</summary>
    public string? Gecos { get; init; }

    /// <summary>Login shell.</summary>
    public string? Shell { get; init; }

    /// <summary>Name of the primary group.</summary>
    public string? Group { get; init; }

    /// <summary>Hash of the password, as in crypt(5). Who is locked stays so.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Whether it is locked.</summary>
    public bool? Lock { get; init; }
}

/// <summary>A user goes, and out of all groups. Forced: also a restricted one, or an administrator.</summary>
/// <param name="Login">Login name.</param>
public sealed record RemoveUser(string Login) : AccountChange
{
    /// <summary>Whether one that is not there is as good as gone.</summary>
    public bool MayBeGone { get; init; }
}

/// <summary>A group is there from now on, a standard one with its two helpers. One that is there already, of the same kind, gets what it lacks. Forced: also with the name of a user.</summary>
/// <param name="Name">Its name.</param>
public sealed record AddGroup(string Name) : AccountChange
{
    /// <summary>Whether it is a group of a service.</summary>
    public bool IsSystem { get; init; }

    /// <summary>Its number; null for the smallest that is free.</summary>
    public long? Gid { get; init; }

    /// <summary>What it is for; null for the usual text.</summary>
    public string? Description { get; init; }

    /// <summary>What homes of its users begin with; null for the usual directory.</summary>
    public string? Skeleton { get; init; }
}

/// <summary>Description or skeleton of a group are changed; what is null stays. Forced: also of a restricted one.</summary>
/// <param name="Name">Its name.</param>
public sealed record SetGroup(string Name) : AccountChange
{
    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>What homes of its users begin with.</summary>
    public string? Skeleton { get; init; }
}

/// <summary>A group goes, and its helpers with it. Forced: also a restricted one.</summary>
/// <param name="Name">Its name.</param>
public sealed record RemoveGroup(string Name) : AccountChange
{
    /// <summary>Whether users whose primary group it is go too; without it such a group stays.</summary>
    public bool RemovesUsers { get; init; }

    /// <summary>Whether one that is not there is as good as gone.</summary>
    public bool MayBeGone { get; init; }
}

/// <summary>
/// Members of a group come and go. A user is guest, member or responsible user of a standard group, never two of these: who becomes more is no more what he was before. Forced: who becomes less, too.
/// </summary>
/// <param name="Group">Name of the group, or of a helper.</param>
public sealed record SetMembers(string Group) : AccountChange
{
    /// <summary>Who comes.</summary>
    public ImmutableArray<string> Add { get; init; } = [];

    /// <summary>Who goes.</summary>
    public ImmutableArray<string> Remove { get; init; } = [];
}
