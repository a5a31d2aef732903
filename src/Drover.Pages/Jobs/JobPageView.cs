using System.Text.Json;
using Drover.Kernel.Jobs;
using Drover.Kernel.Queries;
using Drover.Pages.Logs;
using Drover.Pages.Reading;
using Drover.Pages.TestJobs;
using Drover.Web.Calls;
using Drover.Web.Jobs;

namespace Drover.Pages.Jobs;

/// <summary>A job as its page shows it.</summary>
/// <param name="Line">What listings show of it.</param>
/// <param name="Priority">-20 (first) to 19 (last).</param>
/// <param name="Steps">Its opcodes.</param>
/// <param name="Why">Why it is where it is; null for a finished one.</param>
/// <param name="Log">Its log; null when the reader may not see it.</param>
/// <param name="TestJob">What a test job has besides; null for other jobs.</param>
/// <param name="Output">The end of what a test job has written; null for other jobs, and before it has begun.</param>
public sealed record JobPageView(JobLine Line, long Priority, IReadOnlyList<JobStep> Steps, WhyNode? Why, IReadOnlyList<LogLine>? Log, TestJobPart? TestJob, LogView? Output)
{
    private const int MostLogLines = 2_000;

    private static readonly string[] s_fields = [.. JobLine.Fields, "priority", "opstatus", "opresult", "opstart", "opexec", "opend", "archived"];

    /// <summary>Whether it has ended.</summary>
    public bool IsFinal => JobStatuses.TryParse(Line.Status, out var status) && status.IsFinal();

    /// <summary>Reads a job and its log, and what a test job has besides.</summary>
    /// <exception cref="RequestException">There is no such job.</exception>
    internal static async Task<JobPageView> ReadAsync(Call call, LogShelf shelf)
    {
        call.Parameters("notice");
        var id = call.JobId;
        var testJob = await TestJobPart.FindAsync(call, id);
        using var context = call.Kernel.Look(call.Caller, s_fields);
        var job = JobLookup.Entry(context, id);
        var row = (await Table.ReadAsync(call, context, "job", new QueryRequest(s_fields, QueryFilter.Equal("id", id)))).Rows[0];
        return new JobPageView(
            JobLine.Of(row), row.Number("priority") ?? 0, StepsOf(row), job.Ended is null ? JobWhy.Explain(context, id) : null,
            call.MayInspect(job) ? [.. context.Store.Logs(id, 0, MostLogLines).Select(Line)] : null,
            testJob, testJob is null ? null : await shelf.TailAsync(call, TestJobPart.LogOf(id)));

        static LogLine Line(Drover.Kernel.Journal.LogRow log) => new(log.Serial, DateTimeOffset.UnixEpoch.AddMicroseconds(log.Time.Microseconds), CellText.Plain(JsonElement.Parse(log.Content.Span)));
    }

    private static List<JobStep> StepsOf(Row row)
    {
        List<JobStep> steps = [];
        var (summaries, statuses, results) = (row["summary"], row["opstatus"], row["opresult"]);
        for (var i = 0; i < summaries.GetArrayLength(); i++)
        {
            steps.Add(new JobStep(
                summaries[i].GetString() ?? "", At(statuses, i).GetString() ?? "", results.ValueKind == JsonValueKind.Array && At(results, i).ValueKind is not JsonValueKind.Null ? At(results, i).GetRawText() : null,
                Row.MomentOf(At(row["opstart"], i)), Row.MomentOf(At(row["opexec"], i)), Row.MomentOf(At(row["opend"], i))));
        }
        return steps;
    }

    private static JsonElement At(JsonElement list, int index) => list.ValueKind == JsonValueKind.Array && index < list.GetArrayLength() ? list[index] : JsonElement.Parse("null"u8);
}
