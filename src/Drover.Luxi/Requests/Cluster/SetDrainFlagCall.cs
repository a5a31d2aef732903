using Drover.Kernel.Jobs;

namespace Drover.Luxi.Requests.Cluster;

/// <summary>SetDrainFlag: <c>[drained]</c>. Opening an open queue answers true, where 3.0.2 dies.</summary>
internal sealed class SetDrainFlagCall(bool drained) : LuxiCall(CallKind.Short)
{
    public static LuxiCall Read(Arguments args)
    {
        args.Expect(1);
        return new SetDrainFlagCall(args.Bool(0));
    }

    public override async ValueTask<LuxiResult> ExecuteAsync(CallContext context) =>
        LuxiResult.Of(await context.Kernel.ExecuteAsync(new SetDrainFlag(drained), context.Caller, CancellationToken.None));
}
