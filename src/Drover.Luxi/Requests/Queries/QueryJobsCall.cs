using Drover.Kernel;
using Drover.Kernel.Queries;

namespace Drover.Luxi.Requests.Queries;

/// <summary>QueryJobs: <c>[ids or null, fields]</c>; no ids means all jobs. A job that is not there is a row of nulls.</summary>
internal sealed class QueryJobsCall(long[] ids, string[] fields) : LuxiCall(JobFields.KindOf("job", fields))
{
    private PreparedQuery? _prepared;

    public static LuxiCall Read(Arguments args)
    {
        args.Expect(2);
        return new QueryJobsCall(args.JobIds(0), args.Texts(1)) { Is26 = args.Is26 };
    }

    public override async ValueTask<LuxiResult> ExecuteAsync(CallContext context)
    {
        var query = _prepared;
        if (query is null || query.Caller != context.Caller)
            _prepared = query = Prepare(context.Kernel.Model.Resources.Get("job"), context.Caller);
        return OldForm.Values(await context.QueryAsync(query), jobsOf26: Is26);
    }

    private PreparedQuery Prepare(Resource resource, Caller caller)
    {
        OldForm.RequireFields(resource, fields);
        var filter = ids.Length switch
        {
            0 => null,
            1 => QueryFilter.Equal("id", ids[0]),
            _ => QueryFilter.AnyOf("id", ids.Select(id => FieldValue.Of(id))),
        };
        return resource.Prepare(new QueryRequest(fields, filter), caller);
    }
}
