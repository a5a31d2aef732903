using System.Globalization;

namespace Drover.Kernel.Queries;

/// <summary>What a query means, found out once: its columns, its filter as closures, the rows that it names. Holds nothing of any moment.</summary>
internal sealed class QueryPlan<TRow> : PreparedQuery where TRow : notnull
{
    public QueryPlan(Resource<TRow> resource, QueryRequest request, Caller caller) : base(request, caller)
    {
        Resource = resource;
        var fields = new VisibleFields<TRow>(resource, caller);
        var parts = resource.Parts;
        if (request.Limit < 1) throw new QueryException("QUERY_LIMIT", $"Limit {request.Limit} is not a positive number");
        var mayProbe = parts.Probe is not null && request.IncludeLive;

        Definitions = new FieldDefinition[request.Fields.Count];
        Columns = new Field<TRow>?[Definitions.Length];
        for (var i = 0; i < Columns.Length; i++)
        {
            Columns[i] = fields.Find(request.Fields[i]);
            Definitions[i] = Columns[i]?.Definition ?? FieldDefinition.Unknown(request.Fields[i]);
            NeedsColumns |= mayProbe && Definitions[i].IsLive;
        }

        if (request.Filter is not null && parts.Find is not null) Names = NameRestriction.Of(request.Filter, resource.NameField);
        var byKey = Names is null && parts.RowsBefore is not null && request.Sort is [var only] && only.Field == resource.NameField;
        IsBackwards = byKey && request.Sort[0].Descending;
        Sort = byKey ? [] : [.. request.Sort.Select(key => fields.Find(key.Field) ?? throw resource.FieldNotFound(key.Field))];
        NeedsSort = mayProbe && Sort.Any(f => f.Definition.IsLive);
        After = request.After is null ? null : ParseKey(request.After);

        if (request.Filter is not { } filter) return;
        var compiler = new FilterCompiler<TRow>(resource, fields, request.Rules);
        Filter = FirstFilter = compiler.Compile(filter);
        if (!mayProbe || !compiler.UsesLive) return;
        NeedsFilter = true;
        FirstFilter = compiler.CompileFirstPass(filter);
    }

    public override string ResourceName => Resource.Name;

    public Resource<TRow> Resource { get; }

    public FieldDefinition[] Definitions { get; }

    /// <summary>Null for a field that does not exist.</summary>
    public Field<TRow>?[] Columns { get; }

    public Field<TRow>[] Sort { get; }

    public RowKey? After { get; }

    public bool IsBackwards { get; }

    /// <summary>Whether a column shows what the probe finds; the same for filter and order.</summary>
    public bool NeedsColumns { get; }

    public bool NeedsFilter { get; }

    public bool NeedsSort { get; }

    public Func<QueryContext, TRow, bool>? Filter { get; }

    /// <summary>For the time before the probe: lets every row pass that <see cref="Filter"/> might let pass.</summary>
    public Func<QueryContext, TRow, bool>? FirstFilter { get; }

    /// <summary>The rows that are named, when the filter does nothing else.</summary>
    public List<FieldValue>? Names { get; }

    private protected override ValueTask<QueryResult> RunAsync(QueryContext context, CancellationToken cancellationToken) =>
        new QueryRun<TRow>(this, context).ExecuteAsync(cancellationToken);

    private RowKey ParseKey(string text)
    {
        if (!Resource.Parts.KeyIsNumber) return new(text);
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? new(number)
            : throw new QueryException("QUERY_PAGE_KEY", $"'{text}' is no key of a row of '{Resource.Name}': keys are whole numbers");
    }
}
