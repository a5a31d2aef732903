using System.Text.Json;
using Drover.Kernel.Jobs;

namespace Drover.Luxi.Requests.Cluster;

/// <summary>SetWatcherPause: <c>[until or null]</c>, Unix seconds. Echoes the value.</summary>
internal sealed class SetWatcherPauseCall(RawJson until, double seconds) : LuxiCall(CallKind.Short)
{
    public static LuxiCall Read(Arguments args)
    {
        args.Expect(1);
        return new SetWatcherPauseCall(args.Raw(0), args[0].ValueKind == JsonValueKind.Null ? double.PositiveInfinity : args.Number(0))
        {
            Is26 = args.Is26,
        };
    }

    public override async ValueTask<LuxiResult> ExecuteAsync(CallContext context)
    {
        if (Is26 && seconds < Timestamp.From(context.Kernel.Clock).UnixSeconds)
            throw new LuxiErrorException("GenericError", "Unable to set pause end time in the past");
        return LuxiResult.Of(await context.Kernel.ExecuteAsync(new SetWatcherPause(until), context.Caller, CancellationToken.None));
    }
}
