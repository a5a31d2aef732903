namespace Drover.Nodes.Shares;

/// <summary>Trees of a machine - shared directories and homes - whose owners and ACLs are kept as their tables say.</summary>
public interface INodeShares
{
    /// <summary>Checks one piece of a tree. The same piece again finds what the first one left.</summary>
    Task<ShareReport> CheckAsync(ShareSpec share, ShareCheck check, CancellationToken cancellationToken);

    /// <summary>Whether all members may change what is in a shared directory: the right of its group in the default ACL of the root. Null when that cannot be told.</summary>
    Task<bool?> ReadPermissiveAsync(string path, uint members, CancellationToken cancellationToken);

    /// <summary>Watches a tree from now on, and puts right what differs; its whole is looked at once. A tree that is watched is watched by its new specification.</summary>
    /// <returns>Why it is not watched; null when it is.</returns>
    Task<string?> WatchAsync(ShareSpec share, ShareWatchWay way, CancellationToken cancellationToken);

    /// <summary>Watches a tree no more. Nothing happens when it is not watched.</summary>
    Task UnwatchAsync(string name, CancellationToken cancellationToken);

    /// <summary>How it stands with all trees that are watched.</summary>
    Task<IReadOnlyList<ShareStatus>> StatusAsync(CancellationToken cancellationToken);

    /// <summary>What was put right in a tree, the latest of it.</summary>
    /// <param name="name">The tree.</param>
    /// <param name="after">Only repairs with a greater number.</param>
    /// <param name="cancellationToken">Set when nobody waits for the answer.</param>
    Task<IReadOnlyList<ShareRepair>> RepairsAsync(string name, long after, CancellationToken cancellationToken);
}
