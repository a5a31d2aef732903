using System.Text.Json;
using Drover.Kernel.Jobs;
using Drover.Web.Calls;

namespace Drover.Web.Jobs;

/// <summary>Shows jobs: all of one, its log, and why it waits.</summary>
internal static class JobReading
{
    private const int MostLogs = 10_000;
    private const int UsualLogs = 1_000;

    public static Task ShowAsync(Call call)
    {
        call.Parameters();
        var id = call.JobId;
        using var context = call.Kernel.Look(call.Caller);
        var (job, archived) = JobLookup.Get(context, id);
        var logs = call.SeesInside ? context.Store.Logs(id) : [];
        return call.AnswerAsync(writer => JobWriter.Write(writer, job, archived, logs, call.Kernel.WaitsFor(id), call.SeesInside));
    }

    public static Task LogsAsync(Call call)
    {
        var parameters = call.Parameters("after", "limit");
        var after = (int)(parameters.Number("after", 0, int.MaxValue) ?? 0);
        var limit = (int)(parameters.Number("limit", 1, MostLogs) ?? UsualLogs);
        var id = call.JobId;
        using var context = call.Kernel.Look(call.Caller);
        if (JobLookup.Status(context, id) is null)
            throw RequestException.NoSuchJob(id);
        var logs = context.Store.Logs(id, after, limit);
        return call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            JobWriter.WriteLogs(writer, logs);
            writer.WriteEndObject();
        });
    }

    public static Task WhyAsync(Call call)
    {
        call.Parameters();
        var id = call.JobId;
        using var context = call.Kernel.Look(call.Caller);
        if (JobLookup.Status(context, id) is null)
            throw RequestException.NoSuchJob(id);
        var why = JobWhy.Explain(context, id);
        return call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("id"u8, id);
            writer.WriteString("sentence"u8, why.Text);
            writer.WritePropertyName("tree"u8);
            WriteTree(writer, why);
            writer.WriteEndObject();
        });
    }

    private static void WriteTree(Utf8JsonWriter writer, Explanation node)
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
