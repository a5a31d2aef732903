using Drover.Kernel.Jobs;
using Drover.Web.Calls;

namespace Drover.Web.Jobs;

/// <summary>Cancels, reorders, archives.</summary>
internal static class JobControls
{
    private const long LongestAge = 100L * 366 * 86_400;
    private static readonly TimeSpan s_archiveTime = TimeSpan.FromSeconds(30);

    public static async Task CancelAsync(Call call)
    {
        var id = call.JobId;
        using var body = await BodyAsync(call, "kill");
        var kill = Fields.Read(body.RootElement, "", "kill").Flag("kill", false);
        var answer = await call.Kernel.ExecuteAsync(new CancelJob(id, kill), call.Caller, call.Aborted);
        await TellAsync(call, id, answer, "cancel");
    }

    public static async Task PriorityAsync(Call call)
    {
        var id = call.JobId;
        using var body = await BodyAsync(call, "priority");
        var fields = Fields.Read(body.RootElement, "", "priority");
        var priority = fields.Number("priority", -20, 19) ?? throw fields.Missing("priority", "a whole number from -20 (first) to 19 (last)");
        var answer = await call.Kernel.ExecuteAsync(new ChangeJobPriority(id, (int)priority), call.Caller, call.Aborted);
        await TellAsync(call, id, answer, "change");
    }

    public static async Task ArchiveAsync(Call call)
    {
        var id = call.JobId;
        using (await BodyAsync(call))
        {
        }
        if (await call.Kernel.ExecuteAsync(new ArchiveJobs([id]), call.Caller, call.Aborted) == 1)
        {
            await TellAsync(call, true, $"Archived job {id}");
            return;
        }
        var status = Status(call, id);
        if (!status.IsFinal())
            throw new RequestException(409, "JOB_UNFINISHED", $"Job {id} is {status.Name()}; only finished jobs can be archived. Wait for its end, or cancel it.");
        await TellAsync(call, false, $"Job {id} is archived already");
    }

    public static async Task BreakLocksAsync(Call call)
    {
        var id = call.JobId;
        using (await BodyAsync(call))
        {
        }
        var done = await call.Kernel.ExecuteAsync(new BreakAbandonedLocks(id), call.Caller, call.Aborted);
        if (!done)
            Status(call, id);
        await TellAsync(call, done, done ? $"The locks that job {id} had abandoned are free" : $"Job {id} has no abandoned locks");
    }

    public static async Task ArchiveOldAsync(Call call)
    {
        using var body = await BodyAsync(call, "age_seconds");
        var fields = Fields.Read(body.RootElement, "", "age_seconds");
        var seconds = fields.Number("age_seconds", -1, LongestAge) ?? throw fields.Missing("age_seconds", "seconds since the end of a job, or -1 for all finished jobs");
        TimeSpan? age = seconds < 0 ? null : TimeSpan.FromSeconds(seconds);
        var (archived, left) = await QueueUpkeep.AutoArchiveAsync(call.Kernel, call.Caller, age, s_archiveTime, call.Aborted);
        await call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("archived"u8, archived);
            writer.WriteNumber("left"u8, left);
            writer.WriteEndObject();
        });
    }

    private static Task<System.Text.Json.JsonDocument> BodyAsync(Call call, params ReadOnlySpan<string> fields)
    {
        call.Parameters();
        return fields.IsEmpty ? EmptyAsync(call) : call.BodyAsync();
    }

    /// <summary>Reads a body that may be missing, or an empty object.</summary>
    private static async Task<System.Text.Json.JsonDocument> EmptyAsync(Call call)
    {
        var body = await call.BodyAsync();
        if (body.RootElement.ValueKind == System.Text.Json.JsonValueKind.Object && !body.RootElement.EnumerateObject().Any())
            return body;
        body.Dispose();
        throw RequestException.Bad("BODY_INVALID", "This path takes no body, or an empty object.");
    }

    private static JobStatus Status(Call call, long id)
    {
        using var context = call.Kernel.Look(call.Caller);
        return JobLookup.Entry(context, id).Status;
    }

    private static Task TellAsync(Call call, long id, ControlAnswer answer, string verb)
    {
        if (answer.Outcome == ControlOutcome.NotFound)
            throw new RequestException(409, "JOB_FINISHED", $"Job {id} has ended already ({Status(call, id).Name()}); there is nothing to {verb}.");
        return TellAsync(call, answer.Done || answer.Outcome == ControlOutcome.ToldRunning, Words(id, answer));
    }

    private static Task TellAsync(Call call, bool done, string message) => call.AnswerAsync(writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("done"u8, done);
        writer.WriteString("message"u8, message);
        writer.WriteEndObject();
    });

    private static string Words(long id, ControlAnswer answer) => answer.Outcome switch
    {
        ControlOutcome.Dequeued => $"Dequeued job {id}",
        ControlOutcome.CanceledWaiting => $"Canceled job {id}, which was waiting for locks",
        ControlOutcome.Canceling => $"Job {id} is being canceled",
        ControlOutcome.ToldRunning => $"Job {id} is running and was asked to stop; it ends as soon as its operation allows",
        ControlOutcome.KilledPreparing => $"Job {id} was ended; its step before locking had not returned",
        ControlOutcome.Killed => $"Job {id} was ended; its locks stay held until its operation has returned",
        ControlOutcome.PriorityChanged => $"Changed the priority of job {id}",
        ControlOutcome.NothingPending => $"All opcodes of job {id} have begun; a priority would change nothing",
        _ => $"Job {id}: {answer.Outcome}",
    };
}
