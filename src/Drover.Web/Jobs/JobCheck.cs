using System.Globalization;
using System.Text.Json;
using Drover.Kernel.Jobs;
using Drover.Kernel.Operations;
using Drover.Opcodes;
using Drover.Web.Calls;

namespace Drover.Web.Jobs;

/// <summary>Says what jobs would do, and makes none.</summary>
internal static class JobCheck
{
    public static async Task CheckAsync(Call call)
    {
        call.Parameters();
        using var body = await call.BodyAsync();
        var (jobs, isList) = JobBody.Read(call.Kernel.Model, Fields.Read(body.RootElement, "", "ops", "jobs"));
        List<IReadOnlyList<(AcceptedOpcode Opcode, Rehearsal Rehearsal)>> rehearsed = [];
        foreach (var job in jobs)
        {
            List<(AcceptedOpcode, Rehearsal)> opcodes = [];
            foreach (var opcode in job)
                opcodes.Add((opcode, await Rehearsal.OfAsync(call.Kernel, call.Caller, opcode, opcodes.Count, call.Aborted)));
            rehearsed.Add(opcodes);
        }
        var forecasts = await ForeseeAsync(call, jobs, isList);
        await call.AnswerAsync(writer => Write(writer, rehearsed, forecasts));
    }

    /// <summary>What the submit would be answered. What is refused as a whole is refused for each job.</summary>
    private static async Task<IReadOnlyList<SubmitForecast>> ForeseeAsync(Call call, IReadOnlyList<IReadOnlyList<AcceptedOpcode>> jobs, bool isList)
    {
        try
        {
            return await call.Kernel.ExecuteAsync(new RehearseSubmit(jobs, reachBack: !isList), call.Caller, call.Aborted);
        }
        catch (SubmitRefusedException refusal)
        {
            return [.. jobs.Select(_ => new SubmitForecast(refusal, []))];
        }
    }

    private static void Write(Utf8JsonWriter writer, List<IReadOnlyList<(AcceptedOpcode Opcode, Rehearsal Rehearsal)>> jobs, IReadOnlyList<SubmitForecast> forecasts)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("jobs"u8);
        foreach (var (job, forecast) in jobs.Zip(forecasts))
        {
            writer.WriteStartObject();
            if (forecast.Refusal is { } refusal)
            {
                writer.WriteStartObject("refusal"u8);
                writer.WriteString("code"u8, refusal.Code);
                writer.WriteString("message"u8, refusal.Message);
                writer.WriteEndObject();
            }
            else
            {
                writer.WriteNull("refusal"u8);
            }
            writer.WriteStartArray("ops"u8);
            for (var i = 0; i < job.Count; i++)
                Write(writer, job[i].Opcode, job[i].Rehearsal, i < forecast.Opcodes.Length ? forecast.Opcodes[i] : null);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, AcceptedOpcode opcode, Rehearsal rehearsal, OpcodeForecast? forecast)
    {
        writer.WriteStartObject();
        writer.WriteString("summary"u8, opcode.Summary);
        writer.WritePropertyName("locks"u8);
        rehearsal.Locks.WriteTo(writer);
        writer.WriteStartArray("lines"u8);
        foreach (var job in forecast?.WaitsFor ?? [])
            writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"waits for the end of job {job}"));
        foreach (var line in rehearsal.Lines)
            writer.WriteStringValue(line);
        writer.WriteEndArray();
        // Dependencies are looked at first.
        writer.WriteString("problem"u8, forecast?.Problem ?? rehearsal.Problem?.Message);
        writer.WriteString("kind"u8, forecast?.Problem is null ? rehearsal.Problem?.Arguments.ElementAtOrDefault(1) : null);
        writer.WriteEndObject();
    }
}
