using System.Globalization;
using Drover.Kernel;
using Drover.Kernel.Queries;
using Drover.Pages.Reading;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;

namespace Drover.Pages.TestJobs;

/// <summary>A test case over the last test jobs of the same name.</summary>
/// <param name="Name">Name of the test jobs.</param>
/// <param name="Suite">The suite.</param>
/// <param name="Case">The case.</param>
/// <param name="Runs">Its runs, the oldest first.</param>
public sealed record CaseHistoryView(string Name, string Suite, string Case, IReadOnlyList<CaseRun> Runs)
{
    /// <summary>A picture of more is not read, and each costs a query.</summary>
    private const int MostRuns = 40;

    /// <summary>The page of a case, as of some test job.</summary>
    public static string AddressOf(long job, string suite, string @case) =>
        string.Create(CultureInfo.InvariantCulture, $"/jobs/{job}/history?suite={Uri.EscapeDataString(suite)}&case={Uri.EscapeDataString(@case)}");

    /// <summary>Reads the last runs of the case that the address names, up to the test job that it names.</summary>
    /// <exception cref="RequestException">There is no such test job, or nothing of the case.</exception>
    public static async Task<CaseHistoryView> ReadAsync(Call call)
    {
        var parameters = call.Parameters("suite", "case", "notice");
        var (suite, @case) = (parameters.Text("suite") ?? "", parameters.Text("case") ?? "");
        AccessGate.Require(call.Caller, new Permission(AccessAction.Inspect, TestJobPart.ResultResource));
        if (call.Kernel.Model.Resources.Find(TestJobPart.Resource) is null || await TestJobPart.FindAsync(call, call.JobId) is not { } part)
            throw new RequestException(StatusCodes.Status404NotFound, "JOB_UNKNOWN", $"There is no test job {call.JobId}.", "id");
        var name = part.Facts.Text("name");
        var jobs = await Table.ReadAsync(call, TestJobPart.Resource, new QueryRequest(["id", "submitted", "device"], QueryFilter.Equal("name", name))
        {
            Sort = Drover.Kernel.Queries.SortKey.Parse("-id"),
            Limit = MostRuns,
            After = (call.JobId + 1).ToString(CultureInfo.InvariantCulture),
        });
        List<CaseRun> runs = [];
        foreach (var job in jobs.Rows.Reverse())
            runs.AddRange(await RunsAsync(call, job, suite, @case));
        return new CaseHistoryView(name, suite, @case, runs);
    }

    private static async Task<IEnumerable<CaseRun>> RunsAsync(Call call, Row job, string suite, string @case)
    {
        var id = job.Number("id") ?? 0;
        var filter = new QueryFilter.And([QueryFilter.Equal("job", id.ToString(CultureInfo.InvariantCulture)), QueryFilter.Equal("suite", suite), QueryFilter.Equal("case", @case)]);
        var results = await Table.ReadAsync(call, TestJobPart.ResultResource, new QueryRequest(["result", "measurement", "units"], filter));
        return results.Rows.Select(row => new CaseRun(id, job.Moment("submitted"), job.Text("device"), row.Text("result"),
            double.TryParse(row.Text("measurement"), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null, row.Text("units")));
    }
}
