using Drover.Cluster.Tagging;
using Drover.Kernel;
using Drover.Kernel.Queries;

namespace Drover.Luxi.Requests.Cluster;

/// <summary>QueryTags: <c>[kind, name]</c>; the name of the cluster is passed over; clients of 2.6 send null.</summary>
internal sealed class QueryTagsCall(string kind, string name) : LuxiCall(CallKind.Look)
{
    public static LuxiCall Read(Arguments args)
    {
        args.Expect(2);
        var kind = args.Text(0);
        if (kind is not ("cluster" or "nodegroup" or "node" or "instance" or "network"))
            throw args.Fail($"Invalid string value for type TagKind: {PrettyJson.Of(args[0])}");
        return new QueryTagsCall(kind, args.Is26 && kind == "cluster" && args.IsNull(1) ? "" : args.Text(1)) { Is26 = args.Is26 };
    }

    public override ValueTask<LuxiResult> ExecuteAsync(CallContext context)
    {
        context.Require(new Permission(AccessAction.View, kind == "nodegroup" ? "group" : kind));
        var tags = Tags.Of(context.State, kind, name);
        return new(LuxiResult.Of(writer =>
        {
            writer.WriteStartArray();
            foreach (var tag in tags)
                writer.WriteStringValue(tag);
            writer.WriteEndArray();
        }));
    }
}
