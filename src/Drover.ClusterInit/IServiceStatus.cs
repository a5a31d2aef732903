namespace Drover.ClusterInit;

/// <summary>How the services of this node are, in the words of Cluster::Init.</summary>
public interface IServiceStatus
{
    /// <summary>The groups of this node, in any order. A complete snapshot that does not change any more.</summary>
    IReadOnlyList<GroupStatus> Groups { get; }

    /// <summary>Raised after <see cref="Groups"/> has changed, on any thread. Handlers return at once.</summary>
    event EventHandler? GroupsChanged;
}
