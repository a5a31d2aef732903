using Drover.Kernel.Queries;
using Drover.Pages.Reading;
using Drover.Web.Calls;

namespace Drover.Pages.Jobs;

/// <summary>A job as listings show it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Owner">Who submitted it.</param>
/// <param name="Received">When it was submitted.</param>
/// <param name="Started">When it was started; null before.</param>
/// <param name="Ended">When it ended; null before.</param>
/// <param name="WaitsFor">What it waits for; empty for nothing.</param>
public sealed record JobLine(long Id, string Status, string Summary, string Owner, DateTimeOffset? Received, DateTimeOffset? Started, DateTimeOffset? Ended, string WaitsFor)
{
    /// <summary>The fields that it is made of.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["id", "status", "summary", "principal", "received_ts", "start_ts", "end_ts", "waits_for"];

    /// <summary>Whether it may be submitted anew.</summary>
    public bool HasFailed => Status is "error" or "canceled";

    /// <summary>From its start to its end; null while it has not ended or was never started.</summary>
    public TimeSpan? Took => Ended - Started;

    /// <summary>Jobs of a filter, in an order.</summary>
    /// <returns>The jobs, and where the next page begins; null at the end.</returns>
    public static async Task<(IReadOnlyList<JobLine> Jobs, string? Next)> ListAsync(Call call, QueryFilter? filter, string sort, int limit, string? after = null)
    {
        var table = await Table.ReadAsync(call, "job", new QueryRequest(Fields, filter) { Sort = SortKey.Parse(sort), Limit = limit, After = after });
        return ([.. table.Rows.Select(Of)], table.Next);
    }

    /// <summary>The job of a row with these fields.</summary>
    public static JobLine Of(Row row) => new(
        row.Number("id") ?? 0, row.Text("status"), row.Text("summary"), row.Text("principal"), row.Moment("received_ts"), row.Moment("start_ts"), row.Moment("end_ts"), row.Text("waits_for"));
}
