using Drover.Kernel.Queries;
using Drover.Luxi.Requests.Queries;

namespace Drover.Luxi.Requests.Filters;

/// <summary>QueryFilters: <c>[uuids or null, fields]</c>; no uuids means all filters.</summary>
internal sealed class QueryFiltersCall(string[] uuids, string[] fields) : LuxiCall(CallKind.Look)
{
    public static LuxiCall Read(Arguments args)
    {
        args.Expect(2);
        return new QueryFiltersCall(args.TextsOrNull(0), args.Texts(1));
    }

    public override async ValueTask<LuxiResult> ExecuteAsync(CallContext context)
    {
        var resource = context.Kernel.Model.Resources.Get("filter");
        OldForm.RequireFields(resource, fields);
        // Wrapped, so that a filter that is not there gives no row.
        var filter = uuids.Length == 0 ? null : new QueryFilter.And([QueryFilter.AnyOf("uuid", uuids.Select(uuid => FieldValue.Of(uuid)))]);
        return OldForm.Values(await context.QueryAsync(resource.Prepare(new QueryRequest(fields, filter), context.Caller)), jobsOf26: false);
    }
}
