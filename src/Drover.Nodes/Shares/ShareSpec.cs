namespace Drover.Nodes.Shares;

/// <summary>A tree of a machine whose owners and ACLs are kept right.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">What it is called: the name of its group or user.</param>
/// <param name="Path">Its root, an absolute path without links.</param>
/// <param name="Groups">The groups that have rights in it.</param>
public sealed record ShareSpec(ShareKind Kind, string Name, string Path, ShareGroups Groups)
{
    /// <summary>Of a home: number of its user (uid).</summary>
    public uint Owner { get; init; }

    /// <summary>Of the home of a system user: number of his group (gid).</summary>
    public uint OwnerGroup { get; init; }

    /// <summary>Of a shared directory: whether all members may change what one of them has made.</summary>
    public bool Permissive { get; init; }

    /// <summary>Of a directory of shared directories: whether nobody may list it.</summary>
    public bool Hidden { get; init; }

    /// <summary>Rules of the site, which go before those of the tree itself.</summary>
    public IReadOnlyList<ShareRules> Rules { get; init; } = [];

    /// <summary>Whether the rule file of the tree itself counts: <c>.licorn/check.conf</c> in a home, <c>NAME.check.conf</c> beside a shared directory.</summary>
    public bool OwnRules { get; init; } = true;

    /// <summary>Paths below the root that are not watched, with all that lies below them. A check looks at them nonetheless.</summary>
    public IReadOnlyList<string> NotWatched { get; init; } = [];
}
