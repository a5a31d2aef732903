namespace Drover.Kernel.Queries;

/// <summary>A resource with rows of type <typeparamref name="TRow"/>. Made by <see cref="Resource.Of{TRow}"/>.</summary>
public sealed class Resource<TRow> : Resource where TRow : notnull
{
    private readonly Dictionary<string, Field<TRow>> _byName = new(StringComparer.Ordinal);
    private readonly FieldDefinition[] _definitions;

    internal Resource(ResourceParts<TRow> parts) : base(parts.Name, parts.Doc, parts.NameField!, parts.UuidField)
    {
        Parts = parts;
        Foreign = parts.IsForeign is { } isForeign ? new Resource<TRow>(parts.Only(isForeign)) : this;
        _definitions = [.. parts.Fields.Select(f => f.Definition)];
        foreach (var field in parts.Fields)
            if (!_byName.TryAdd(field.Definition.Name, field))
                throw new InvalidOperationException($"Resource '{Name}' declares field '{field.Definition.Name}' twice.");
    }

    internal ResourceParts<TRow> Parts { get; }

    /// <inheritdoc/>
    public override Resource Foreign { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<FieldDefinition> Fields => _definitions;

    /// <inheritdoc/>
    public override FieldDefinition? FindDefinition(string name) => FindField(name)?.Definition;

    /// <inheritdoc/>
    public override PreparedQuery Prepare(QueryRequest request, Caller caller) => new QueryPlan<TRow>(this, request, caller);

    internal Field<TRow>? FindField(string name)
    {
        if (_byName.TryGetValue(name, out var field)) return field;
        foreach (var pattern in Parts.Patterns)
            if (pattern(name) is { } found) return found;
        return null;
    }

    internal QueryException FieldNotFound(string name)
    {
        var names = DescribeFields(null).Select(f => f.Name).ToList();
        return new("FILTER_FIELD", $"Can't find field named '{name}'",
            $"{(NearestName.Of(name, names) is { } near ? $"Did you mean '{near}'? " : "")}Fields of '{Name}': {string.Join(", ", names)}.") { Field = name };
    }
}
