using System.Text.Json;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Listing;

/// <summary>The columns of a listing for people: which fields are asked for them, and the text of each cell.</summary>
internal sealed class Selection
{
    private readonly IReadOnlyList<string>? _names;
    private readonly IReadOnlyList<DerivedColumn> _derived;
    private readonly ValueText _text;
    private readonly TimeProvider _clock;

    /// <param name="session">The run.</param>
    /// <param name="resource">What is listed.</param>
    /// <param name="names">Columns by name; null for what the daemon calls usual, <c>*</c> for all fields.</param>
    /// <param name="hasDerived">Columns may follow from fields; false where fields alone are meant.</param>
    public Selection(Session session, string resource, IReadOnlyList<string>? names, bool hasDerived = true)
    {
        _names = names is ["*"] ? null : names;
        _derived = hasDerived ? Layout.Of(resource)?.Derived ?? [] : [];
        _text = new ValueText(session.Zone);
        _clock = session.Clock;
        Fields = names is ["*"] ? "*" : _names is null ? null : string.Join(',', _names.SelectMany(n => Derived(n)?.Sources ?? [n]).Distinct(StringComparer.Ordinal));
    }

    /// <summary>Names of fields with commas between; null for the daemon's own choice.</summary>
    public string? Fields { get; }

    /// <summary>The columns, once the daemon has described the fields.</summary>
    /// <param name="fields">What the rows have.</param>
    /// <param name="shown">How many of them are columns where none was named; null for all.</param>
    public IReadOnlyList<SelectedColumn> Columns(IReadOnlyList<Field> fields, int? shown = null) =>
        [.. (_names ?? [.. fields.Take(shown ?? fields.Count).Select(f => f.Name)]).Select(name => Column(name, fields))];

    private SelectedColumn Column(string name, IReadOnlyList<Field> fields)
    {
        // All fields as they are, where none was named: a derived one does not hide what it follows from.
        if (_names is not null && Derived(name) is { } derived)
        {
            var sources = derived.Sources.Select(source => IndexOf(fields, source)).ToArray();
            return new SelectedColumn(name, derived.Title, Right: false, row => derived.Words([.. sources.Select(i => Value(row, i))], _clock.GetUtcNow()));
        }

        var index = IndexOf(fields, name);
        var field = fields[index];
        return new SelectedColumn(name, Printable.Line(field.Title.Length > 0 ? field.Title : field.Name), field.IsNumeric, row => _text.Cell(field, row[index]));
    }

    private DerivedColumn? Derived(string name) => _derived.FirstOrDefault(d => d.Name == name);

    private static JsonElement Value(JsonElement row, int index) => row[index] is var cell && cell[0].GetInt32() == 0 ? cell[1] : default;

    private static int IndexOf(IReadOnlyList<Field> fields, string name)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (fields[i].Name == name)
                return i;
        }

        throw Door.HttpReply.Broken(Language.Say("listing.no-field", name));
    }
}

/// <summary>One column of a listing.</summary>
/// <param name="Name">What <c>--columns</c> calls it.</param>
/// <param name="Right">It stands right.</param>
/// <param name="Text">The text of its cell in a row.</param>
internal sealed record SelectedColumn(string Name, string Title, bool Right, Func<JsonElement, string> Text);
