namespace Drover.Nodes.Services;

/// <summary>Which version of the cluster's cltab a node has.</summary>
/// <param name="Version">The version; 0 for none.</param>
/// <param name="Hash">Hash of its text (<see cref="ClusterCltab.Hash"/>).</param>
/// <param name="Overridden">Groups of it that the node has in its own cltab, which counts.</param>
public sealed record HeldCltab(int Version, string Hash, IReadOnlyList<string> Overridden)
{
    /// <summary>Whether it is this version.</summary>
    public bool Is(ClusterCltab cltab) => Version == cltab.Version && Hash == cltab.Hash;

    /// <summary>Whether the node has a group in its own cltab, so that the one of the cluster is another one.</summary>
    public bool Overrides(string group) => Overridden.Contains(group, StringComparer.Ordinal);
}
