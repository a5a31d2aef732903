using Drover.Kernel;
using Drover.Kernel.Queries;

namespace Drover.Luxi.Requests.Queries;

/// <summary>QueryNodes, QueryInstances, QueryGroups, QueryNetworks: <c>[names, fields, use_locking]</c>; no names means all.</summary>
internal sealed class OldQueryCall(string what, string[] names, string[] fields, bool withLocks) : LuxiCall(CallKind.Look)
{
    private PreparedQuery? _prepared;

    public static LuxiCall Read(Arguments args, string what)
    {
        args.Expect(3);
        return new OldQueryCall(what, args.TextsOrNull(0), args.Texts(1), args.Bool(2)) { Is26 = args.Is26 };
    }

    public override async ValueTask<LuxiResult> ExecuteAsync(CallContext context)
    {
        if (withLocks)
            throw new LuxiErrorException("OpPrereqError", "Sync queries are not allowed", "wrong_input");
        var query = _prepared;
        if (query is null || query.Caller != context.Caller)
            _prepared = query = Prepare(context.Kernel.Model.Resources.Get(what).Foreign, context.Caller);
        return OldForm.Values(await context.QueryAsync(query), jobsOf26: false);
    }

    private PreparedQuery Prepare(Resource resource, Caller caller)
    {
        OldForm.RequireFields(resource, fields);
        return resource.Prepare(new QueryRequest(fields, Filter(resource)) { Rules = FilterWording.Rules(Is26) }, caller);
    }

    /// <summary>In 3.0.2 uuids stand for names, and an unknown one gives no row; in 2.6 a filter of names alone makes it an error.</summary>
    private QueryFilter.Or? Filter(Resource resource)
    {
        if (names.Length == 0)
            return null;
        var byName = names.Select(name => QueryFilter.Equal(resource.NameField, name));
        return Is26 || resource.UuidField is not { } uuid
            ? new QueryFilter.Or([.. byName])
            : new QueryFilter.Or([.. byName, .. names.Select(name => QueryFilter.Equal(uuid, name))]);
    }
}
