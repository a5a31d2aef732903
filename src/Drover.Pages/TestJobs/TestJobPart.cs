using Drover.Kernel;
using Drover.Kernel.Queries;
using Drover.Pages.Reading;
using Drover.Web.Calls;

namespace Drover.Pages.TestJobs;

/// <summary>What the page of a job shows besides when it is a test job.</summary>
/// <param name="Facts">Device, worker, health and the like.</param>
/// <param name="Results">Its results, in the order in which they came; null when the reader may not see them.</param>
/// <param name="IsCut">Whether there are more results than are shown.</param>
public sealed record TestJobPart(Row Facts, IReadOnlyList<Row>? Results, bool IsCut)
{
    internal const string Resource = "test-job";
    internal const string ResultResource = "result";

    private const int MostResults = 500;

    private static readonly string[] s_facts = ["id", "name", "state", "health", "device_type", "device", "worker", "group", "role", "health_check", "error_type", "comment"];
    private static readonly string[] s_result = ["suite", "case", "set", "result", "measurement", "units", "first_line", "last_line"];

    /// <summary>Name of the log of a test job.</summary>
    public static string LogOf(long id) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"test-job/{id}");

    /// <summary>Reads it; null when the job is no test job.</summary>
    public static async Task<TestJobPart?> FindAsync(Call call, long id)
    {
        if (call.Kernel.Model.Resources.Find(Resource) is null)
            return null;
        // A number that is none of a test job gives a row that has nothing but the number.
        var found = await Table.ReadAsync(call, Resource, new QueryRequest(s_facts, QueryFilter.Equal("id", id)));
        if (found.Rows.Count == 0 || found.Rows[0].Text("state").Length == 0)
            return null;
        if (!call.Sees(Visibility.Operators, ResultResource))
            return new TestJobPart(found.Rows[0], null, IsCut: false);
        var results = await Table.ReadAsync(call, ResultResource, new QueryRequest(s_result, QueryFilter.Equal("job", $"{id}")) { Limit = MostResults });
        return new TestJobPart(found.Rows[0], results.Rows, results.Next is not null);
    }
}
