namespace Drover.Kernel.Queries;

/// <summary>A kind of thing that can be listed: its fields, and how its rows are found.</summary>
public abstract class Resource
{
    private protected Resource(string name, string doc, string nameField, string? uuidField)
    {
        Name = name;
        Doc = doc;
        NameField = nameField;
        UuidField = uuidField;
    }

    /// <summary>Singular and lower-case, such as <c>job</c>.</summary>
    public string Name { get; }

    /// <summary>One phrase on what the rows are.</summary>
    public string Doc { get; }

    /// <summary>The same for clients of another's wire, which know fewer rows under its name; itself where they know all of them.</summary>
    public abstract Resource Foreign { get; }

    /// <summary>The field that names a row.</summary>
    public string NameField { get; }

    /// <summary>The field with the row's uuid, if there is one.</summary>
    public string? UuidField { get; }

    /// <summary>All fields in the order in which they were declared.</summary>
    public abstract IReadOnlyList<FieldDefinition> Fields { get; }

    /// <summary>The fields that listings show when none are named; all when none is marked so.</summary>
    public IReadOnlyList<string> DefaultFields
    {
        get
        {
            string[] marked = [.. Fields.Where(f => f.Default).Select(f => f.Name)];
            return marked.Length > 0 ? marked : [.. Fields.Select(f => f.Name)];
        }
    }

    /// <summary>The field of that name, also one that follows a pattern; null when there is none.</summary>
    public abstract FieldDefinition? FindDefinition(string name);

    /// <summary>The fields named, in that order, unknown ones described as such; all fields in natural order of their names for null or none.</summary>
    public IReadOnlyList<FieldDefinition> DescribeFields(IReadOnlyList<string>? names)
    {
        if (names is { Count: > 0 }) return [.. names.Select(n => FindDefinition(n) ?? FieldDefinition.Unknown(n))];
        return [.. Fields.OrderBy(f => f.Name, NiceSort.Comparer)];
    }

    /// <summary>Answers a query. Completes at once unless live fields are probed.</summary>
    /// <exception cref="QueryException">A field of filter or sort order does not exist, a value does not fit, or a named row does not exist.</exception>
    public ValueTask<QueryResult> QueryAsync(QueryContext context, QueryRequest request, CancellationToken cancellationToken = default) =>
        Prepare(request, context.Caller).ExecuteAsync(context, cancellationToken);

    /// <summary>Checks and compiles a query that a caller may ask more than once.</summary>
    /// <exception cref="NotAllowedException">The caller may not look at the resource.</exception>
    /// <exception cref="QueryException">A field of filter or sort order does not exist, or a value does not fit.</exception>
    public abstract PreparedQuery Prepare(QueryRequest request, Caller caller);

    /// <summary>Begins a resource with rows of type <typeparamref name="TRow"/>.</summary>
    /// <param name="name">Singular and lower-case.</param>
    /// <param name="doc">One phrase on what the rows are; starts upper-case, no final dot.</param>
    public static ResourceBuilder<TRow> Of<TRow>(string name, string doc) where TRow : notnull => new(name, doc);
}
