using System.Globalization;
using Drover.Kernel.Jobs;
using Drover.Opcodes;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;

namespace Drover.Web.Jobs;

/// <summary>Takes jobs: one, or many in one step.</summary>
internal static class JobSubmit
{
    public static async Task SubmitAsync(Call call)
    {
        call.Parameters();
        using var body = await call.BodyAsync();
        var fields = Fields.Read(body.RootElement, "", "ops", "jobs", "token");
        var token = fields.Name("token");
        var (jobs, isList) = JobBody.Read(call.Kernel.Model, fields);
        await (isList ? ManyAsync(call, jobs, token) : OneAsync(call, jobs[0], token));
    }

    private static async Task OneAsync(Call call, IReadOnlyList<AcceptedOpcode> job, string? token)
    {
        var answers = await call.Kernel.ExecuteAsync(new SubmitJobs([job], token: token, reachBack: true, trace: TraceParent.Of(call.Http.Request.Headers)), call.Caller, call.Aborted);
        if (answers[0].Refusal is { } refusal)
            throw refusal;
        call.Http.Response.Headers.Location = string.Create(CultureInfo.InvariantCulture, $"/v1/jobs/{answers[0].Id}");
        await call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("id"u8, answers[0].Id);
            writer.WriteEndObject();
        }, StatusCodes.Status201Created);
    }

    private static async Task ManyAsync(Call call, IReadOnlyList<IReadOnlyList<AcceptedOpcode>> jobs, string? token)
    {
        var answers = await call.Kernel.ExecuteAsync(new SubmitJobs(jobs, token: token, trace: TraceParent.Of(call.Http.Request.Headers)), call.Caller, call.Aborted);
        var created = answers.Any(answer => answer.Refusal is null);
        await call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("jobs"u8);
            foreach (var answer in answers)
            {
                writer.WriteStartObject();
                if (answer.Refusal is null)
                    writer.WriteNumber("id"u8, answer.Id);
                else
                    ErrorBody.From(answer.Refusal).WriteMember(writer);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }, created ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }
}
