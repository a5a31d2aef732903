using Drover.Kernel;
using Drover.Kernel.Jobs;

namespace Drover.Luxi.Requests.Jobs;

/// <summary>AutoArchiveJobs: <c>[age, timeout]</c> in seconds; age -1 archives every final job, as 2.6 does.</summary>
internal sealed class AutoArchiveJobsCall(double age, double timeout) : LuxiCall
{
    public static LuxiCall Read(Arguments args)
    {
        args.Expect(2);
        return new AutoArchiveJobsCall(args.Number(0), args.Number(1)) { Is26 = args.Is26 };
    }

    public override async ValueTask<LuxiResult> ExecuteAsync(CallContext context)
    {
        context.Require(new Permission(AccessAction.Control, Protected.Job));
        var (archived, left) = await QueueUpkeep.AutoArchiveAsync(
            context.Kernel, context.Caller, age is -1 ? null : Seconds.ToTimeSpan(age), Seconds.ToTimeSpan(timeout), CancellationToken.None);
        return LuxiResult.Of(writer =>
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(archived);
            writer.WriteNumberValue(left);
            writer.WriteEndArray();
        });
    }
}
