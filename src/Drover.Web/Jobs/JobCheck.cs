using System.Text.Json;
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
        var (jobs, _) = JobBody.Read(call.Kernel.Model, Fields.Read(body.RootElement, "", "ops", "jobs"));
        List<IReadOnlyList<(AcceptedOpcode Opcode, Rehearsal Rehearsal)>> rehearsed = [];
        foreach (var job in jobs)
        {
            List<(AcceptedOpcode, Rehearsal)> opcodes = [];
            foreach (var opcode in job)
                opcodes.Add((opcode, await Rehearsal.OfAsync(call.Kernel, call.Caller, opcode, opcodes.Count, call.Aborted)));
            rehearsed.Add(opcodes);
        }
        await call.AnswerAsync(writer => Write(writer, rehearsed));
    }

    private static void Write(Utf8JsonWriter writer, List<IReadOnlyList<(AcceptedOpcode Opcode, Rehearsal Rehearsal)>> jobs)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("jobs"u8);
        foreach (var job in jobs)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("ops"u8);
            foreach (var (opcode, rehearsal) in job)
                Write(writer, opcode, rehearsal);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, AcceptedOpcode opcode, Rehearsal rehearsal)
    {
        writer.WriteStartObject();
        writer.WriteString("summary"u8, opcode.Summary);
        writer.WritePropertyName("locks"u8);
        rehearsal.Locks.WriteTo(writer);
        writer.WriteStartArray("lines"u8);
        foreach (var line in rehearsal.Lines)
            writer.WriteStringValue(line);
        writer.WriteEndArray();
        writer.WriteString("problem"u8, rehearsal.Problem?.Message);
        writer.WriteEndObject();
    }
}
