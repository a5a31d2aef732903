using Drover.Nodes.Services;

namespace Drover.Services.Cltab;

/// <summary>
/// The cltab of a node and that of its cluster, as one. A group that both have is the one of the node: who writes it there means this machine. Tags are unique in each of
/// the two; one that both use does no harm, since a process is known by group and tag.
/// </summary>
internal static class CltabUnion
{
    /// <summary>Both together.</summary>
    /// <param name="own">That of the node. Its master settings count.</param>
    /// <param name="cluster">That of the cluster.</param>
    /// <param name="version">Which version of that it is.</param>
    public static CltabDocument Of(CltabDocument own, CltabDocument cluster, ClusterCltab version)
    {
        var names = own.Groups.Select(group => group.Name).ToHashSet(StringComparer.Ordinal);
        var (overridden, added) = (cluster.Groups.Where(group => names.Contains(group.Name)).ToList(), cluster.Groups.Where(group => !names.Contains(group.Name)));
        return own with
        {
            Groups = [.. own.Groups, .. added],
            // An error in a group is one of the file, though this node has the group elsewhere; but it says nothing of the group that counts here.
            Problems =
            [
                .. own.Problems,
                .. cluster.Problems.Select(problem => problem.Group is { } group && names.Contains(group) ? problem with { Group = null } : problem),
                .. overridden.Select(group => new CltabProblem(CltabSeverity.Warning, group.Entries is [var first, ..] ? first.Line : 1, 1,
                    $"the group '{group.Name}' is in {own.Path} too, which counts on this node", null) { File = version.Name }),
            ],
            Overridden = [.. overridden.Select(group => group.Name)],
        };
    }
}
