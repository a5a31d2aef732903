namespace Drover.Luxi.Requests.Jobs;

/// <summary>PickupJob, which only the daemons of 3.0.2 use among themselves.</summary>
internal sealed class PickupJobCall() : LuxiCall(CallKind.Short)
{
    public static LuxiCall Read(Arguments args)
    {
        args.Expect(1);
        args.JobId(0);
        return new PickupJobCall();
    }

    public override ValueTask<LuxiResult> ExecuteAsync(CallContext context) =>
        throw new LuxiErrorException("GenericError", "Luxi call 'PickupJob' is for internal use only");
}
