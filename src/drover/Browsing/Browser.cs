using System.Globalization;
using System.Text.Json;
using Drover.Cli.Listing;
using Drover.Cli.Words;

namespace Drover.Cli.Browsing;

/// <summary>Follows a path through what the daemon has. It only asks; nothing is changed by it.</summary>
internal sealed class Browser(Session session)
{
    /// <exception cref="CliException">The path is none, or leads nowhere; how far it led is named.</exception>
    public BrowseValue Evaluate(string text)
    {
        var path = BrowsePath.Parse(text);
        BrowseValue value = new BrowseValue.Rows(ResourceNames.Resolve(session.Door, path.Resource), Filter: null);
        return path.Steps.Aggregate(value, Step);
    }

    /// <summary>What may stand behind a dot.</summary>
    public IEnumerable<string> Members(BrowseValue value) => value switch
    {
        BrowseValue.Rows rows => RowReader.Fields(session.Door, rows.Resource).Select(f => f.Name),
        BrowseValue.Row row => Names(row.Fields).Concat(Relations.Of(row.Resource)),
        BrowseValue.Value { Json: { ValueKind: JsonValueKind.Array } list } when list.GetArrayLength() > 0 => Names(list[0]),
        BrowseValue.Value inner => Names(inner.Json),
        _ => [],
    };

    private static IEnumerable<string> Names(JsonElement value) => value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().Select(member => member.Name) : [];

    private BrowseValue Step(BrowseValue value, BrowseStep step) => (value, step) switch
    {
        (BrowseValue.Rows rows, BrowseStep.Filter filter) => rows with { Filter = rows.Filter is null ? filter.Text : $"({rows.Filter}) and ({filter.Text})" },
        (BrowseValue.Rows rows, BrowseStep.Key key) => Row(rows.Resource, key.Text),
        (BrowseValue.Rows rows, BrowseStep.Member member) => new BrowseValue.Column(rows, member.Name),
        (BrowseValue.Row row, BrowseStep.Member member) => Member(row, member.Name),
        (BrowseValue.Row row, BrowseStep.Key key) => Member(row, key.Text),
        (BrowseValue.Value inner, BrowseStep.Member member) => new BrowseValue.Value(Within(inner.Json, member.Name)),
        (BrowseValue.Value inner, BrowseStep.Key key) => new BrowseValue.Value(Within(inner.Json, key.Text)),
        _ => throw CliException.Usage(Language.Say("browse.no-rows"), Language.Say("browse.no-rows.hint")),
    };

    private BrowseValue.Row Row(string resource, string key)
    {
        var fields = NamedRow.Find(session.Door, resource, key).ToObject();
        return new BrowseValue.Row(resource, key, resource == "job" ? JobOperations.Joined(fields) : fields);
    }

    private static BrowseValue Member(BrowseValue.Row row, string name)
    {
        if (row.Fields.TryGetProperty(name, out var field))
            return new BrowseValue.Value(field);
        if (Relations.Find(row.Resource, name) is not { } other)
            throw Missing(name, Names(row.Fields).Concat(Relations.Of(row.Resource)));
        var isNumber = long.TryParse(row.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _) && other.Field == "job";
        return new BrowseValue.Rows(other.Resource, $"{other.Field} == {(isNumber ? row.Key : FilterText.Quote(row.Key))}");
    }

    private static JsonElement Within(JsonElement value, string name)
    {
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member))
            return member;
        if (value.ValueKind == JsonValueKind.Array && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < value.GetArrayLength())
            return value[index];
        throw value.ValueKind == JsonValueKind.Array
            ? CliException.Usage(Language.Say("browse.no-item", name, value.GetArrayLength()), Language.Say("browse.no-item.hint"))
            : Missing(name, Names(value));
    }

    private static CliException Missing(string name, IEnumerable<string> names) => new("NOT_FOUND", Language.Say("browse.nothing", name), ExitCode.Refused,
        names.ToList() is { Count: > 0 } some ? Language.Say("browse.there-is", string.Join(", ", some)) : null);
}
