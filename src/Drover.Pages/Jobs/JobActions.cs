using System.Globalization;
using System.Text.Json;
using Drover.Kernel.Jobs;
using Drover.Kernel.Queries;
using Drover.Opcodes;
using Drover.Pages.Reading;
using Drover.Pages.Rendering;
using Drover.Web.Calls;
using Drover.Web.Jobs;

namespace Drover.Pages.Jobs;

/// <summary>What can be done with a job on its page. Each ends with the page of a job, which says what was done.</summary>
internal static class JobActions
{
    public static async Task CancelAsync(Call call)
    {
        var answer = await call.Kernel.ExecuteAsync(new CancelJob(call.JobId, kill: false), call.Caller, call.Aborted);
        Redirect.To(call, $"/jobs/{call.JobId}", answer.Outcome == ControlOutcome.NotFound ? "cancel.late" : "cancel.done", call.JobId);
    }

    public static async Task PriorityAsync(Call call)
    {
        var form = await call.Http.Request.ReadFormAsync(call.Aborted);
        if (!int.TryParse(form["priority"], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var priority) || priority is < -20 or > 19)
            throw RequestException.Bad("FIELD_INVALID", "The priority must be a whole number from -20 (first) to 19 (last).", "priority");
        var answer = await call.Kernel.ExecuteAsync(new ChangeJobPriority(call.JobId, priority), call.Caller, call.Aborted);
        Redirect.To(call, $"/jobs/{call.JobId}", answer.Outcome == ControlOutcome.PriorityChanged ? "priority.done" : "priority.late", call.JobId);
    }

    /// <summary>Submits a job that failed or was canceled anew.</summary>
    public static async Task RetryAsync(Call call)
    {
        var id = call.JobId;
        Row row;
        using (var context = call.Kernel.Look(call.Caller))
        {
            JobLookup.Entry(context, id);
            row = (await Table.ReadAsync(call, context, "job", new QueryRequest([.. JobLine.Fields, "ops"], QueryFilter.Equal("id", id)))).Rows[0];
        }
        if (JobLine.Of(row) is { HasFailed: false } job)
        {
            Redirect.To(call, $"/jobs/{id}", "retry.not", id, job.Status);
            return;
        }
        var ops = row["ops"];
        if (ops.ValueKind != JsonValueKind.Array || ops.EnumerateArray().SelectMany(op => op.EnumerateObject()).Any(value => value.Value.ValueKind == JsonValueKind.String && value.Value.ValueEquals(OpcodeReader.Redacted)))
        {
            Redirect.To(call, $"/jobs/{id}", "retry.hidden", id);
            return;
        }
        var reader = new OpcodeReader(call.Kernel.Model);
        List<AcceptedOpcode> opcodes = [];
        foreach (var op in ops.EnumerateArray())
            opcodes.Add(reader.Read(op, OpcodeReadOptions.Own, opcodes.Count));
        var answers = await call.Kernel.ExecuteAsync(new SubmitJobs([opcodes], reachBack: true), call.Caller, call.Aborted);
        if (answers[0].Refusal is { } refusal)
            throw refusal;
        Redirect.To(call, $"/jobs/{answers[0].Id}", "retry.done", id);
    }
}
