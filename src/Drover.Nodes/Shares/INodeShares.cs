namespace Drover.Nodes.Shares;

/// <summary>Trees of a machine - shared directories and homes - whose owners and ACLs are kept as their tables say.</summary>
public interface INodeShares
{
    /// <summary>Checks one piece of a tree. The same piece again finds what the first one left.</summary>
    Task<ShareReport> CheckAsync(ShareSpec share, ShareCheck check, CancellationToken cancellationToken);

    /// <summary>Whether all members may change what is in a shared directory: the right of its group in the default ACL of the root. Null when that cannot be told.</summary>
    Task<bool?> ReadPermissiveAsync(string path, uint members, CancellationToken cancellationToken);
}
