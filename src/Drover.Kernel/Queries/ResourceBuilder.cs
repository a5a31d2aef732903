namespace Drover.Kernel.Queries;

/// <summary>Puts a resource together, so that its declaration reads like a table.</summary>
public sealed class ResourceBuilder<TRow> where TRow : notnull
{
    private readonly ResourceParts<TRow> _parts;
    private Visibility _visibility;

    internal ResourceBuilder(string name, string doc) => _parts = new(name, doc);

    /// <summary>Rows have a name. Keys are in natural order and must differ from each other; usually the key is the value of the name field.</summary>
    public ResourceBuilder<TRow> KeyedBy(string nameField, Func<TRow, string> key)
    {
        (_parts.NameField, _parts.Key, _parts.KeyIsNumber) = (nameField, row => new RowKey(key(row)), false);
        return this;
    }

    /// <summary>Rows have a number.</summary>
    public ResourceBuilder<TRow> KeyedBy(string nameField, Func<TRow, long> key)
    {
        (_parts.NameField, _parts.Key, _parts.KeyIsNumber) = (nameField, row => new RowKey(key(row)), true);
        return this;
    }

    /// <summary>The field that holds the uuid of a row.</summary>
    public ResourceBuilder<TRow> Uuid(string field)
    {
        _parts.UuidField = field;
        return this;
    }

    /// <summary>All rows, in any order. They are listed in the order of their keys.</summary>
    /// <param name="rows">Called once per query.</param>
    /// <param name="inKeyOrder">The rows come in ascending order of their keys: nothing is sorted, and a page stops reading when it is full.</param>
    public ResourceBuilder<TRow> Rows(Func<QueryContext, IEnumerable<TRow>> rows, bool inKeyOrder = false)
    {
        (_parts.Rows, _parts.RowsInKeyOrder) = (rows, inKeyOrder);
        return this;
    }

    /// <summary>The rows after a key in ascending order of keys, for resources that can seek. Without it a page reads over the rows before it.</summary>
    public ResourceBuilder<TRow> RowsAfter(Func<QueryContext, RowKey, IEnumerable<TRow>> rows)
    {
        _parts.RowsAfter = rows;
        return this;
    }

    /// <summary>The rows before a key, or all of them for null, in descending order of keys. For resources whose rows come in key order and whose name
    /// field holds the key: a listing that is sorted by that field alone is then read from either end, and stops when its page is full.</summary>
    public ResourceBuilder<TRow> RowsBefore(Func<QueryContext, RowKey?, IEnumerable<TRow>> rows)
    {
        _parts.RowsBefore = rows;
        return this;
    }

    /// <summary>The rows with one value of a field of texts, in the order of their keys, for resources that have an index of it: a filter that demands
    /// such a value reads these alone.</summary>
    /// <param name="field">The field.</param>
    /// <param name="rows">Takes the value, the key after which to begin (before which when backwards; null for all), and whether to go backwards.</param>
    public ResourceBuilder<TRow> RowsOf(string field, Func<QueryContext, string, RowKey?, bool, IEnumerable<TRow>> rows)
    {
        (_parts.IndexField, _parts.RowsOf) = (field, rows);
        return this;
    }

    /// <summary>How a filter that only names rows finds them. A name that is not found fails the query.</summary>
    /// <param name="find">Takes a full name and whatever else the resource lets stand for it (uuid, short name).</param>
    /// <param name="notFound">Error text, with <c>{0}</c> for the name: <c>Node name {0} not found</c>.</param>
    public ResourceBuilder<TRow> Find(Func<QueryContext, string, Lookup<TRow>> find, string notFound)
    {
        (_parts.Find, _parts.NotFound) = ((context, key) => find(context, key.ToString()), notFound);
        return this;
    }

    /// <summary>How a filter that only names rows finds them by number. A number that is not found gives a row that has the number and no other value.</summary>
    public ResourceBuilder<TRow> FindById(Func<QueryContext, long, Lookup<TRow>> find)
    {
        (_parts.Find, _parts.NotFound) = ((context, key) => find(context, key.Number), null);
        return this;
    }

    /// <summary>Which rows clients of another's wire know, which has a narrower notion of what the resource lists (<see cref="Resource.Foreign"/>).</summary>
    public ResourceBuilder<TRow> Foreign(Func<TRow, bool> isForeign)
    {
        _parts.IsForeign = isForeign;
        return this;
    }

    /// <summary>Whose a row is: who it belongs to sees the fields declared for owners.</summary>
    public ResourceBuilder<TRow> OwnedBy(Func<TRow, Principal> owner)
    {
        _parts.Owner = owner;
        return this;
    }

    /// <summary>Says who may see the fields that are declared from here on. Those before the first such line are for operators.</summary>
    public ResourceBuilder<TRow> VisibleTo(Visibility visibility)
    {
        _visibility = visibility;
        return this;
    }

    /// <exception cref="InvalidOperationException">The definition breaks the naming rules.</exception>
    public ResourceBuilder<TRow> Field(
        string name, string title, FieldKind kind, string doc, Func<TRow, FieldValue> read, FieldFlags flags = FieldFlags.None, bool isDefault = false) =>
        Field(new FieldDefinition(name, title, kind, doc, flags, isDefault), (_, row) => read(row));

    /// <exception cref="InvalidOperationException">The definition breaks the naming rules.</exception>
    public ResourceBuilder<TRow> Field(FieldDefinition definition, Func<QueryContext, TRow, FieldValue> read)
    {
        _parts.Fields.Add(new(definition with { Visibility = _visibility }, read));
        return this;
    }

    /// <summary>Fields that follow a pattern (<c>disk.size/N</c>): makes the field for a name, or null when the name does not follow it.</summary>
    public ResourceBuilder<TRow> Pattern(Func<string, Field<TRow>?> resolve)
    {
        var visibility = _visibility;
        _parts.Patterns.Add(name => resolve(name) is { } field ? new(field.Definition with { Visibility = visibility }, field.Read) : null);
        return this;
    }

    /// <summary>Reads from the store, in one go, what the cells of a page will need. Runs before the cells are read, with the rows of the page
    /// and the fields asked for; a row that is not fetched must still be able to read its own.</summary>
    public ResourceBuilder<TRow> Fetch(Action<QueryContext, IReadOnlyList<TRow>, IReadOnlyList<FieldDefinition>> fetch)
    {
        _parts.Fetch = fetch;
        return this;
    }

    /// <summary>Gets the live values. Runs at most once per query, for the rows that are left, and only when a live field is asked for;
    /// it stores the values in the rows or replaces rows by fuller ones with the same key. Errors become cells, not exceptions.</summary>
    public ResourceBuilder<TRow> Probe(Func<QueryContext, IList<TRow>, CancellationToken, ValueTask> probe)
    {
        _parts.Probe = probe;
        return this;
    }

    /// <exception cref="InvalidOperationException">Something is missing, declared twice, or breaks the naming rules.</exception>
    public Resource<TRow> Build()
    {
        if (_parts.Key is null || _parts.Rows is null) throw new InvalidOperationException($"Resource '{_parts.Name}' needs KeyedBy and Rows.");
        if (_parts.RowsBefore is not null && !_parts.RowsInKeyOrder) throw new InvalidOperationException($"Resource '{_parts.Name}' needs Rows in key order for RowsBefore.");
        if (_parts.Find is not null && _parts.KeyIsNumber != (_parts.NotFound is null))
            throw new InvalidOperationException($"Resource '{_parts.Name}' needs FindById for numbers and Find for names.");
        if (_parts.RowsOf is not null && !_parts.RowsInKeyOrder) throw new InvalidOperationException($"Resource '{_parts.Name}' needs Rows in key order for RowsOf.");
        var resource = new Resource<TRow>(_parts);
        foreach (var field in new[] { resource.NameField, resource.UuidField, _parts.IndexField })
            if (field is not null && resource.FindField(field) is null)
                throw new InvalidOperationException($"Resource '{_parts.Name}' has no field '{field}', by which its rows are named or found.");
        return resource;
    }
}
