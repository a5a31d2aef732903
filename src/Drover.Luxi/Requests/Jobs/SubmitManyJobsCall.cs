using System.Globalization;
using System.Text.Json;
using Drover.Kernel.Jobs;
using Drover.Opcodes;

namespace Drover.Luxi.Requests.Jobs;

/// <summary>SubmitManyJobs: <c>[[job, ...]]</c>, or <c>[job, ...]</c> as clients of 2.6 send it; a job is a list of opcodes.</summary>
internal sealed class SubmitManyJobsCall(AcceptedOpcode[][] jobs) : LuxiCall(CallKind.Short)
{
    public static LuxiCall Read(Arguments args)
    {
        var oldForm = args is { Is26: true, Count: 0 } || IsOldForm(args);
        if (!oldForm)
            args.Expect(1);
        var list = oldForm ? args.List : args.Items(0);
        var jobs = new AcceptedOpcode[list.GetArrayLength()][];
        for (var i = 0; i < jobs.Length; i++)
            jobs[i] = args.Opcodes(list[i], oldForm || args.Is26);
        return new SubmitManyJobsCall(jobs) { Is26 = oldForm || args.Is26 };
    }

    public override async ValueTask<LuxiResult> ExecuteAsync(CallContext context)
    {
        if (Is26 && jobs.Any(job => job.Length == 0))
            throw new LuxiErrorException("GenericError", "A job needs at least one opcode");
        var command = new SubmitJobs(jobs, reachBack: !Is26);
        var answers = await context.Kernel.ExecuteAsync(command, context.Caller, CancellationToken.None);
        return LuxiResult.Of(writer =>
        {
            writer.WriteStartArray();
            foreach (var answer in answers)
                Write(writer, answer);
            writer.WriteEndArray();
        });
    }

    private void Write(Utf8JsonWriter writer, SubmitAnswer answer)
    {
        writer.WriteStartArray();
        writer.WriteBooleanValue(answer.Refusal is null);
        if (answer.Refusal is { } refusal)
            writer.WriteStringValue(refusal.Message);
        else if (Is26)
            writer.WriteStringValue(answer.Id.ToString(CultureInfo.InvariantCulture));
        else
            writer.WriteNumberValue(answer.Id);
        writer.WriteEndArray();
    }

    private static bool IsOldForm(Arguments args) =>
        args.Count > 0 && args[0].ValueKind == JsonValueKind.Array
        && args[0].GetArrayLength() > 0 && args[0][0].ValueKind == JsonValueKind.Object;
}
