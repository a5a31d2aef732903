using System.Globalization;
using Drover.Clinit.Arguments;
using Drover.Clinit.Terminal;

namespace Drover.Clinit.Status;

/// <summary>The status of a cluster by the files that its nodes write into a directory that they share. No daemon is asked.</summary>
/// <param name="call">The command line.</param>
/// <param name="nodes">What they tell.</param>
internal sealed class ClusterStatus(Invocation call, IReadOnlyList<NodeStatus> nodes)
{
    /// <summary>A line <c>GROUP NODE LEVEL STATE</c> for each group on each node where it is active, or where it is known; behind it <c>stale</c> where the file is.</summary>
    public IEnumerable<string> Lines() =>
        from node in nodes
        from line in node.Groups
        where call.Verbose || line.IsActive
        orderby line.Group, node.Node
        select Printable.Text($"{line.Group} {node.Node} {line.Level} {line.State}{(IsStale(node) ? " stale" : "")}\n");

    /// <summary>What is wrong with the files, a line each.</summary>
    public IEnumerable<string> Problems() => nodes.Where(node => node.Problem is not null || IsStale(node)).Select(node => Printable.Text(node.Problem is { } problem
        ? $"the status file of {node.Node} cannot be read: {problem}"
        : string.Create(CultureInfo.InvariantCulture, $"the status file of {node.Node} is stale: it was written {node.Age!.Value.TotalSeconds:0} s ago, more than {call.StaleAfter.TotalSeconds:0}; what it tells may be so no more")));

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonLine.Write(json =>
    {
        json.WriteStartArray("nodes");
        foreach (var node in nodes)
        {
            json.WriteStartObject();
            json.WriteString("node", node.Node);
            if (node.Age is { } age)
                json.WriteNumber("age", (long)age.TotalSeconds);
            json.WriteBoolean("stale", IsStale(node));
            if (node.Problem is { } problem)
                json.WriteString("problem", problem);
            json.WriteStartArray("groups");
            foreach (var line in node.Groups)
                line.Write(json, isActive: line.IsActive);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private bool IsStale(NodeStatus node) => node.Age > call.StaleAfter;
}
