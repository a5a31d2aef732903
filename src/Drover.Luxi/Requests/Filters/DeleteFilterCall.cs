using Drover.Kernel.Jobs;

namespace Drover.Luxi.Requests.Filters;

/// <summary>DeleteFilter: <c>[uuid]</c>.</summary>
internal sealed class DeleteFilterCall(string uuid) : LuxiCall(CallKind.Short)
{
    public static LuxiCall Read(Arguments args)
    {
        args.Expect(1);
        return new DeleteFilterCall(args.Text(0));
    }

    public override async ValueTask<LuxiResult> ExecuteAsync(CallContext context)
    {
        var deleted = await context.Kernel.ExecuteAsync(new DeleteJobFilter(uuid.ToLowerInvariant()), context.Caller, CancellationToken.None);
        return deleted ? LuxiResult.Null : throw new LuxiErrorException("GenericError", $"Filter rule with UUID {uuid} does not exist");
    }
}
