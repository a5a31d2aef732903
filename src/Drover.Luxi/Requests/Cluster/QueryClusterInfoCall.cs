using Drover.Kernel;

namespace Drover.Luxi.Requests.Cluster;

/// <summary>QueryClusterInfo; its arguments are passed over.</summary>
internal sealed class QueryClusterInfoCall() : LuxiCall(CallKind.Look)
{
    private static readonly QueryClusterInfoCall s_call = new();
    private static readonly QueryClusterInfoCall s_call26 = new() { Is26 = true };

    public static LuxiCall Read(Arguments args) => args.Is26 ? s_call26 : s_call;

    public override ValueTask<LuxiResult> ExecuteAsync(CallContext context)
    {
        context.Require(new Permission(AccessAction.View, "cluster"));
        var info = context.Server.Cluster.Of(context.State);
        return new(LuxiResult.Of(Is26 ? info.Json26 : info.Json));
    }
}
