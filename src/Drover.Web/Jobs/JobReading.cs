using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Jobs;
using Drover.Kernel.Queries;
using Drover.Web.Calls;

namespace Drover.Web.Jobs;

/// <summary>Shows jobs: all of one, its log, and why it waits.</summary>
internal static class JobReading
{
    private const int MostLogs = 10_000;
    private const int UsualLogs = 1_000;

    public static async Task ShowAsync(Call call)
    {
        call.Parameters();
        var id = call.JobId;
        using var context = call.Kernel.Look(call.Caller);
        JobLookup.Entry(context, id);
        var jobs = call.Kernel.Model.Resources.Get("job");
        var fields = jobs.Fields.Select(field => field.Name).ToList();
        var found = await jobs.QueryAsync(context, new QueryRequest(fields, QueryFilter.Equal("id", id)), call.Aborted);
        await call.AnswerAsync(writer => found.WriteObjectTo(writer, 0));
    }

    public static async Task LogsAsync(Call call)
    {
        var parameters = call.Parameters("after", "limit");
        var after = (int)(parameters.Number("after", 0, int.MaxValue) ?? 0);
        var limit = (int)(parameters.Number("limit", 1, MostLogs) ?? UsualLogs);
        var id = call.JobId;
        using var context = call.Kernel.Look(call.Caller);
        AccessGate.Require(call.Caller, Permission.ToJob(AccessAction.Inspect, JobLookup.Entry(context, id)));
        var logs = context.Store.Logs(id, after, limit);
        await call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            JobWriter.WriteLogs(writer, logs);
            writer.WriteEndObject();
        });
    }

    public static async Task WhyAsync(Call call)
    {
        call.Parameters();
        var id = call.JobId;
        using var context = call.Kernel.Look(call.Caller);
        JobLookup.Entry(context, id);
        var why = JobWhy.Explain(context, id) ?? throw RequestException.NoSuchJob(id);
        await call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("id"u8, id);
            writer.WriteString("sentence"u8, why.Text);
            writer.WritePropertyName("tree"u8);
            WriteTree(writer, why);
            writer.WriteEndObject();
        });
    }

    private static void WriteTree(Utf8JsonWriter writer, WhyNode node)
    {
        writer.WriteStartObject();
        writer.WriteString("text"u8, node.Text);
        writer.WriteStartArray("children"u8);
        foreach (var child in node.Children)
            WriteTree(writer, child);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
