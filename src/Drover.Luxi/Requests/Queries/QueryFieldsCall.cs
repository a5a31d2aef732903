using Drover.Cluster.Vocabulary;
using Drover.Kernel.Queries;

namespace Drover.Luxi.Requests.Queries;

/// <summary>QueryFields: <c>[resource, fields or null]</c>; none named means all that Ganeti has, sorted by name.</summary>
internal sealed class QueryFieldsCall(string what, string[] fields) : LuxiCall
{
    public static LuxiCall Read(Arguments args)
    {
        args.Expect(2);
        return new QueryFieldsCall(QueryTarget.Read(args), args.TextsOrNull(1)) { Is26 = args.Is26 };
    }

    public override ValueTask<LuxiResult> ExecuteAsync(CallContext context)
    {
        var definitions = GanetiFields.Describe(QueryTarget.Find(context, what, Is26), fields);
        return new(LuxiResult.Of(writer => QueryResult.WriteDefinitions(writer, definitions)));
    }
}
