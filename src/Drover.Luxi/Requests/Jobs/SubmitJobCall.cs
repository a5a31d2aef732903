using System.Text.Json;
using Drover.Kernel.Jobs;
using Drover.Opcodes;

namespace Drover.Luxi.Requests.Jobs;

/// <summary>SubmitJob and SubmitJobToDrainedQueue: <c>[[op, ...]]</c>, or <c>[op, ...]</c> as clients of 2.6 send it.</summary>
internal sealed class SubmitJobCall(AcceptedOpcode[] opcodes, bool passDrain) : LuxiCall(CallKind.Short)
{
    public static LuxiCall Read(Arguments args, bool passDrain)
    {
        var oldForm = args.Count > 0 ? args[0].ValueKind == JsonValueKind.Object : args is { Is26: true, Count: 0 };
        if (!oldForm)
            args.Expect(1);
        var opcodes = args.Opcodes(oldForm ? args.List : args[0], oldForm || args.Is26);
        return new SubmitJobCall(opcodes, passDrain) { Is26 = oldForm || args.Is26 };
    }

    public override async ValueTask<LuxiResult> ExecuteAsync(CallContext context)
    {
        if (Is26 && opcodes.Length == 0)
            throw new LuxiErrorException("GenericError", "A job needs at least one opcode");
        // In 3.0.2 a relative dependency of a single job reaches back over all ids; in 2.6 there is nothing that it could mean.
        var command = new SubmitJobs([opcodes], passDrain, reachBack: !Is26);
        var answers = await context.Kernel.ExecuteAsync(command, context.Caller, CancellationToken.None);
        if (answers[0].Refusal is { } refusal)
            throw refusal;
        return LuxiResult.JobId(answers[0].Id, asText: Is26);
    }
}
