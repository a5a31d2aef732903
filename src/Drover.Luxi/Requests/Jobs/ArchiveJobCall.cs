using Drover.Kernel.Jobs;

namespace Drover.Luxi.Requests.Jobs;

/// <summary>ArchiveJob: <c>[id]</c>. False for a job that is unfinished or not there.</summary>
internal sealed class ArchiveJobCall(long id) : LuxiCall(CallKind.Short)
{
    public static LuxiCall Read(Arguments args)
    {
        args.Expect(1);
        return new ArchiveJobCall(args.JobId(0)) { Is26 = args.Is26 };
    }

    public override async ValueTask<LuxiResult> ExecuteAsync(CallContext context) =>
        LuxiResult.Of(await context.Kernel.ExecuteAsync(new ArchiveJobs([id]), context.Caller, CancellationToken.None) > 0);
}
