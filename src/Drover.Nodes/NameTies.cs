namespace Drover.Nodes;

/// <summary>Which machines are meant by names that are not the same: one of them is called by the first label of the other, and nobody else has that label.</summary>
public static class NameTies
{
    /// <summary>A short name and a long one, where neither could mean anything else.</summary>
    /// <param name="nodes">Names of all nodes of the cluster.</param>
    /// <param name="machines">Names of all machines.</param>
    public static IEnumerable<(string Node, string Machine)> ByLabel(IEnumerable<string> nodes, IEnumerable<string> machines)
    {
        var byLabel = nodes.ToLookup(Label, StringComparer.Ordinal);
        foreach (var same in machines.GroupBy(Label, StringComparer.Ordinal))
            if (same.Take(2).ToList() is [var machine] && byLabel[same.Key].Take(2).ToList() is [var node] && machine != node && (machine == same.Key || node == same.Key))
                yield return (node, machine);
    }

    private static string Label(string name) => name.Split('.', 2)[0];
}
