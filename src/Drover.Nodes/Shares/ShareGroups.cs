namespace Drover.Nodes.Shares;

/// <summary>The groups that have rights in a tree.</summary>
/// <param name="Admins">Administrators.</param>
/// <param name="Acl">The group that owns what has an ACL. It has no rights of its own and no ordinary members.</param>
/// <param name="WebServer">The group of the web server.</param>
/// <param name="Users">The group of all standard users.</param>
public sealed record ShareGroups(ShareGroup Admins, ShareGroup Acl, ShareGroup WebServer, ShareGroup Users)
{
    /// <summary>Of a shared directory: its members.</summary>
    public ShareGroup? Members { get; init; }

    /// <summary>Of a shared directory: those who only read.</summary>
    public ShareGroup? Guests { get; init; }

    /// <summary>Of a shared directory: those who may change all.</summary>
    public ShareGroup? Responsibles { get; init; }

    /// <summary>All that there are.</summary>
    public IEnumerable<ShareGroup> All
    {
        get
        {
            ShareGroup?[] all = [Admins, Acl, WebServer, Users, Members, Guests, Responsibles];
            return all.OfType<ShareGroup>();
        }
    }
}
