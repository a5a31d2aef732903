using Drover.Kernel.Queries;

namespace Drover.Luxi.Requests.Queries;

/// <summary>Query: <c>[resource, fields, filter]</c>.</summary>
internal sealed class QueryCall(string what, QueryRequest request) : LuxiCall(JobFields.KindOf(what, request.Fields))
{
    private PreparedQuery? _prepared;

    public static LuxiCall Read(Arguments args)
    {
        args.Expect(3);
        var what = QueryTarget.Read(args);
        return new QueryCall(what, new QueryRequest(args.Texts(1), args.Filter(2)) { Rules = FilterWording.Rules(args.Is26) }) { Is26 = args.Is26 };
    }

    public override async ValueTask<LuxiResult> ExecuteAsync(CallContext context)
    {
        var query = _prepared;
        if (query is null || query.Caller != context.Caller)
            _prepared = query = QueryTarget.Find(context, what, Is26).Prepare(request, context.Caller);
        var result = await context.QueryAsync(query);
        return Is26 && what == "job" ? OldForm.Jobs26(result) : LuxiResult.Of(result.WriteTo);
    }
}
