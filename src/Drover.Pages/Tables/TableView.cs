using Drover.Kernel;
using Drover.Kernel.Queries;
using Drover.Pages.Reading;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;

namespace Drover.Pages.Tables;

/// <summary>A page of the rows of any resource, or one row with all its fields.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Table">The rows.</param>
/// <param name="Filter">The filter that was asked for; empty for none.</param>
/// <param name="Sort">The order that was asked for; empty for the resource's own.</param>
/// <param name="Problem">Why it shows nothing; null when all is well.</param>
public sealed record TableView(Resource Resource, Table Table, string Filter, string Sort, string? Problem)
{
    private const int PageLength = 100;

    /// <summary>Reads the page that the address names: <c>filter</c>, <c>sort</c>, <c>after</c>.</summary>
    /// <exception cref="QueryException">There is no such resource.</exception>
    public static async Task<TableView> ReadAsync(Call call)
    {
        var resource = call.Kernel.Model.Resources.Get(call.PathValue("resource"));
        var parameters = call.Parameters("filter", "sort", "after", "notice");
        var (filter, sort) = (parameters.Text("filter") ?? "", parameters.Text("sort") ?? "");
        try
        {
            // What happened last is what is looked for in the journal; it has no end.
            var order = sort.Length > 0 ? sort : resource.Name == "event" ? "-seq" : resource.Name is "test-job" ? "-id" : "";
            var request = new QueryRequest(Columns(resource), filter.Length > 0 ? FilterText.Parse(filter) : null)
            {
                Sort = SortKey.Parse(order),
                Limit = PageLength,
                After = parameters.Text("after"),
            };
            return new TableView(resource, await Table.ReadAsync(call, resource.Name, request), filter, sort, null);
        }
        catch (DroverException refused) when (refused is not NotAllowedException)
        {
            return new TableView(resource, new Table([], [], null), filter, sort, refused.Message);
        }
    }

    /// <summary>Reads one row.</summary>
    /// <exception cref="RequestException">There is no such row.</exception>
    public static async Task<TableView> ReadRowAsync(Call call)
    {
        var resource = call.Kernel.Model.Resources.Get(call.PathValue("resource"));
        call.Parameters("notice");
        var name = call.LastName;
        var fields = resource.Fields.Select(field => field.Name).ToList();
        FieldValue key = resource.FindDefinition(resource.NameField)!.Kind == FieldKind.Number && long.TryParse(name, out var number) ? number : name;
        var table = await Table.ReadAsync(call, resource.Name, new QueryRequest(fields, QueryFilter.Equal(resource.NameField, key)) { IncludeLive = false });
        return table.Rows.Count > 0
            ? new TableView(resource, table, "", "", null)
            : throw new RequestException(StatusCodes.Status404NotFound, "ROW_UNKNOWN", $"There is no {resource.Name} '{name}'.", "name");
    }

    /// <summary>The default fields, with the one that names a row first.</summary>
    private static List<string> Columns(Resource resource) => [resource.NameField, .. resource.DefaultFields.Where(field => field != resource.NameField)];
}
