using Drover.Kernel.Queries;
using Drover.Pages.Reading;
using Drover.Pages.Services;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;

namespace Drover.Pages.Nodes;

/// <summary>Machines of the fleet as their pages show them.</summary>
/// <param name="Nodes">The machines.</param>
/// <param name="Groups">Groups of the one that is shown; none in the list.</param>
/// <param name="Next">Where the next page of the list begins; null at the end.</param>
public sealed record NodesView(IReadOnlyList<NodeLine> Nodes, IReadOnlyList<Row> Groups, string? Next)
{
    internal const string Resource = "node";

    private const int PageLength = 100;

    private static readonly string[] s_node =
        ["name", "agent", "state", "since", "reason", "address", "version", "load", "load5", "load15", "ctotal", "mtotal", "mfree", "dtotal", "dfree", "kernel", "system", "told", "member"];

    /// <summary>A page of the list.</summary>
    public static async Task<NodesView> ReadAsync(Call call)
    {
        if (call.Kernel.Model.Resources.Find(Resource) is null)
            return new NodesView([], [], null);
        var table = await Table.ReadAsync(call, Resource, new QueryRequest(s_node, null) { Limit = PageLength, After = call.Parameters("after", "notice").Text("after") });
        return new NodesView(await LinesAsync(call, table.Rows, null), [], table.Next);
    }

    /// <summary>One machine with its groups.</summary>
    /// <exception cref="RequestException">There is none of that name.</exception>
    internal static async Task<NodesView> ReadNodeAsync(Call call)
    {
        call.Parameters("notice");
        var name = call.PathValue("node");
        var rows = call.Kernel.Model.Resources.Find(Resource) is null ? [] : (await Table.ReadAsync(call, Resource, new QueryRequest(s_node, null))).Rows;
        var found = rows.Where(row => NodeLine.NameOf(row) == name || row.Text("name") == name).Take(1).ToList();
        if (found.Count == 0)
            throw new RequestException(StatusCodes.Status404NotFound, "ROW_UNKNOWN", $"There is no node '{name}'.", "node");
        var groups = await ServicesView.ReadAsync(call, QueryFilter.Equal("node", NodeLine.NameOf(found[0])));
        return new NodesView(await LinesAsync(call, found, groups.Groups), groups.Groups, null);
    }

    private static async Task<IReadOnlyList<NodeLine>> LinesAsync(Call call, IReadOnlyList<Row> nodes, IReadOnlyList<Row>? known)
    {
        var cltabs = call.Kernel.Model.Resources.Find("node-cltab") is null ? []
            : (await Table.ReadAsync(call, "node-cltab", new QueryRequest(["node", "version", "state"], null))).Rows.ToDictionary(row => row.Text("node"), StringComparer.Ordinal);
        var groups = (known ?? (await ServicesView.ReadAsync(call)).Groups).ToLookup(row => row.Text("node"), StringComparer.Ordinal);
        return [.. nodes.Select(node =>
        {
            var name = NodeLine.NameOf(node);
            return new NodeLine(node, cltabs.TryGetValue(name, out var cltab) ? cltab : null, groups[name].Count(), groups[name].Count(row => GroupTable.Class(row) == "bad"));
        })];
    }
}
