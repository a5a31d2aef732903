using Drover.Cluster.Vocabulary;
using Drover.Kernel;
using Drover.Kernel.Queries;

namespace Drover.Cluster;

/// <summary>
/// Gives the fields of Ganeti's vocabulary their readers. A field that has none, or a reader without a field, is found at
/// start, so that no field of the vocabulary can be forgotten.
/// </summary>
internal sealed class FieldTable<TRow>(string resource, params string[] defaults) where TRow : notnull
{
    private readonly Dictionary<string, Func<QueryContext, TRow, FieldValue>> _readers = new(StringComparer.Ordinal);
    private readonly List<(string Prefix, Func<string, Func<TRow, FieldValue>> Reader)> _families = [];
    private readonly List<FieldDefinition> _own = [];

    public FieldTable<TRow> Add(string name, Func<TRow, FieldValue> read) => Add(name, (_, row) => read(row));

    public FieldTable<TRow> Add(string name, Func<QueryContext, TRow, FieldValue> read)
    {
        _readers.Add(name, read);
        return this;
    }

    /// <summary>A field that Ganeti does not have.</summary>
    public FieldTable<TRow> AddOwn(string name, string title, FieldKind kind, Visibility visibility, string doc, Func<TRow, FieldValue> read) =>
        AddOwn(name, title, kind, visibility, FieldFlags.None, doc, read);

    /// <summary>A field that Ganeti does not have, and that has to be asked for.</summary>
    public FieldTable<TRow> AddLive(string name, string title, FieldKind kind, string doc, Func<TRow, FieldValue> read) =>
        AddOwn(name, title, kind, Visibility.Everyone, FieldFlags.Live, doc, read);

    private FieldTable<TRow> AddOwn(string name, string title, FieldKind kind, Visibility visibility, FieldFlags flags, string doc, Func<TRow, FieldValue> read)
    {
        _own.Add(new FieldDefinition(name, title, kind, doc, flags, defaults.Contains(name)) { Visibility = visibility });
        return Add(name, read);
    }

    /// <summary>All fields that begin so: the reader is made from what follows.</summary>
    public FieldTable<TRow> Family(string prefix, Func<string, Func<TRow, FieldValue>> reader)
    {
        _families.Add((prefix, reader));
        return this;
    }

    /// <summary>Adds every field of the resource: the default columns in their order, then the others in the vocabulary's, then those that Ganeti does not have. What
    /// Ganeti's tools list is for everyone who may view the resource.</summary>
    /// <exception cref="InvalidOperationException">A field has no reader, or a reader no field.</exception>
    public ResourceBuilder<TRow> AddTo(ResourceBuilder<TRow> builder)
    {
        foreach (var field in GanetiFields.Of(resource).Select(Define).Concat(_own).OrderBy(field => Array.IndexOf(defaults, field.Name) is var place and >= 0 ? place : int.MaxValue))
            builder.VisibleTo(field.Visibility).Field(field, Reader(field.Name));
        builder.VisibleTo(Visibility.Everyone);
        return _readers.Count == 0 ? builder : throw new InvalidOperationException(
            $"Resource '{resource}' has readers for fields that the vocabulary does not have: {string.Join(", ", _readers.Keys)}.");
    }

    private FieldDefinition Define(GanetiField field)
    {
        var flags = field.Source == "live" ? FieldFlags.Live : FieldFlags.None;
        if (field.Flags.Contains("hostname"))
            flags |= FieldFlags.Hostname;
        return new FieldDefinition(field.Name, field.Title, Enum.Parse<FieldKind>(field.KindText, ignoreCase: true), field.Doc, flags, defaults.Contains(field.Name)) { Visibility = Visibility.Everyone };
    }

    private Func<QueryContext, TRow, FieldValue> Reader(string name)
    {
        if (_readers.Remove(name, out var reader))
            return reader;
        foreach (var (prefix, make) in _families)
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                var read = make(name[prefix.Length..]);
                return (_, row) => read(row);
            }
        throw new InvalidOperationException($"Field '{name}' of resource '{resource}' has no reader.");
    }
}
