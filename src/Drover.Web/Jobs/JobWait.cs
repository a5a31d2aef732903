using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;
using Drover.Web.Calls;
using Drover.Web.Doors;

namespace Drover.Web.Jobs;

/// <summary>Long poll: answers when a job has changed, or when the time is over.</summary>
internal static class JobWait
{
    private const double LongestWait = 120;
    private static readonly TimeSpan s_usual = TimeSpan.FromSeconds(60);

    public static async Task WaitAsync(Call call)
    {
        var parameters = call.Parameters("status", "after_log", "timeout");
        var known = Status(parameters.Text("status"));
        var after = (int?)parameters.Number("after_log", 0, int.MaxValue);
        var id = call.JobId;

        // Only jobs that exist are watched: a watch on others would never be forgotten.
        using (var context = call.Kernel.Look(call.Caller))
            JobLookup.Entry(context, id);

        using var over = new CancellationTokenSource(parameters.Seconds("timeout", LongestWait) ?? s_usual, call.Kernel.Clock);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(over.Token, call.Aborted, call.Stopping);
        while (true)
        {
            // Taken before the look, so that no change between the two is missed.
            var change = call.Kernel.Watch.NextChange(id);
            if (!call.IsStillLetIn)
                throw Guard.Unknown(call.Http);
            if (Look(call, id, known, after, answerAnyway: enough.IsCancellationRequested) is { } seen)
            {
                await AnswerAsync(call, seen);
                return;
            }
            try
            {
                await change.WaitAsync(enough.Token);
            }
            catch (OperationCanceledException)
            {
                call.Aborted.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>What there is to tell; null when that is what the caller knows already.</summary>
    private static Seen? Look(Call call, long id, JobStatus? known, int? after, bool answerAnyway)
    {
        using var context = call.Kernel.Look(call.Caller);
        var entry = JobLookup.Entry(context, id);
        var status = entry.Status;
        if (status.IsFinal())
            call.Kernel.Watch.Forget(id);
        var inside = call.MayInspect(entry);
        var logs = inside && after is { } serial ? context.Store.Logs(id, serial, JobWriter.MostLogs) : [];
        var news = status.IsFinal() || (known is not null && known != status) || logs.Count > 0;
        return news || answerAnyway ? new Seen(JobLookup.Body(context, entry), logs, inside) : null;
    }

    private static Task AnswerAsync(Call call, Seen seen) => call.AnswerAsync(writer =>
    {
        writer.WriteStartObject();
        JobWriter.WriteStatus(writer, seen.Job, moreLogs: seen.Logs.Count == JobWriter.MostLogs);
        JobWriter.WriteOpcodes(writer, seen.Job, seen.Inside);
        JobWriter.WriteLogs(writer, seen.Logs);
        writer.WriteEndObject();
    });

    private static JobStatus? Status(string? text)
    {
        if (text is null)
            return null;
        return JobStatuses.TryParse(text, out var status)
            ? status
            : throw RequestException.Bad("PARAMETER_INVALID",
                $"The parameter 'status' is '{text}'; give queued, waiting, canceling, running, canceled, success or error.", "status");
    }

    private sealed record Seen(Job Job, IReadOnlyList<LogRow> Logs, bool Inside);
}
