using System.Globalization;
using System.Text.Json;
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
        var reader = new OpcodeReader(call.Kernel.Model);
        if (fields.List("jobs") is { ValueKind: JsonValueKind.Array } many)
        {
            if (fields.Has("ops"))
                throw RequestException.Bad("FIELD_UNKNOWN", "The body has both 'ops' and 'jobs'; give 'ops' for one job, 'jobs' for several.", "ops");
            await ManyAsync(call, Jobs(reader, many), token);
            return;
        }
        var ops = fields.List("ops");
        if (ops.ValueKind != JsonValueKind.Array)
            throw fields.Missing("ops", "a list of opcodes such as [{\"OP_ID\":\"OP_TEST_DELAY\",\"duration\":1.5}], or 'jobs', a list of {\"ops\":[...]}");
        await OneAsync(call, Opcodes(reader, ops, ""), token);
    }

    private static async Task OneAsync(Call call, IReadOnlyList<AcceptedOpcode> job, string? token)
    {
        var answers = await call.Kernel.ExecuteAsync(new SubmitJobs([job], token: token, reachBack: true), call.Caller, call.Aborted);
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
        var answers = await call.Kernel.ExecuteAsync(new SubmitJobs(jobs, token: token), call.Caller, call.Aborted);
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

    private static List<IReadOnlyList<AcceptedOpcode>> Jobs(OpcodeReader reader, JsonElement many)
    {
        var jobs = new List<IReadOnlyList<AcceptedOpcode>>(many.GetArrayLength());
        foreach (var job in many.EnumerateArray())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"jobs[{jobs.Count}]");
            var fields = Fields.Read(job, place, "ops");
            var ops = fields.List("ops");
            if (ops.ValueKind != JsonValueKind.Array)
                throw fields.Missing("ops", "a list of opcodes");
            jobs.Add(Opcodes(reader, ops, place + "."));
        }
        return jobs.Count > 0 ? jobs : throw RequestException.Bad("JOBS_EMPTY", "'jobs' is an empty list; give at least one job.", "jobs");
    }

    private static List<AcceptedOpcode> Opcodes(OpcodeReader reader, JsonElement ops, string place)
    {
        var accepted = new List<AcceptedOpcode>(ops.GetArrayLength());
        try
        {
            foreach (var op in ops.EnumerateArray())
                accepted.Add(reader.Read(op, OpcodeReadOptions.Own, accepted.Count));
        }
        catch (OpcodeException refusal) when (place.Length > 0)
        {
            throw RequestException.Bad(refusal.Code, place + refusal.Message, place + refusal.Path);
        }
        return accepted.Count > 0 ? accepted : throw RequestException.Bad("JOB_EMPTY", $"'{place}ops' is an empty list; a job needs at least one opcode.", place + "ops");
    }
}
