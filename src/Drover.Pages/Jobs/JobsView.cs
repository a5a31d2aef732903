using Drover.Kernel.Queries;
using Drover.Web.Calls;

namespace Drover.Pages.Jobs;

/// <summary>A page of the list of jobs.</summary>
/// <param name="Jobs">The jobs.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
/// <param name="Status">The state that was asked for; empty for any.</param>
/// <param name="Filter">The filter that was asked for; empty for none.</param>
/// <param name="Problem">Why the filter shows nothing; null when it is good.</param>
public sealed record JobsView(IReadOnlyList<JobLine> Jobs, string? Next, string Status, string Filter, string? Problem)
{
    private const int PageLength = 50;

    /// <summary>States that can be asked for.</summary>
    public static IReadOnlyList<string> Statuses { get; } = [.. Enum.GetValues<Kernel.Jobs.JobStatus>().Select(Kernel.Jobs.JobStatuses.Name)];

    /// <summary>Reads the page that the address names: <c>status</c>, <c>filter</c>, <c>after</c>.</summary>
    public static async Task<JobsView> ReadAsync(Call call)
    {
        var parameters = call.Parameters("status", "filter", "after", "notice");
        var (status, filter) = (parameters.Text("status") ?? "", parameters.Text("filter") ?? "");
        try
        {
            var wanted = Both(status.Length > 0 ? QueryFilter.Equal("status", status) : null, filter.Length > 0 ? FilterText.Parse(filter) : null);
            var (jobs, next) = await JobLine.ListAsync(call, wanted, "-id", PageLength, parameters.Text("after"));
            return new JobsView(jobs, next, status, filter, null);
        }
        catch (DroverException refused)
        {
            return new JobsView([], null, status, filter, refused.Message);
        }
    }

    private static QueryFilter? Both(QueryFilter? one, QueryFilter? other) => one is null ? other : other is null ? one : new QueryFilter.And([one, other]);
}
