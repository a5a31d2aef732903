using System.Text.Json;

namespace Drover.Cli.Listing;

/// <summary>Comma separated values (RFC 4180): names of columns, then raw values; what is no single value is JSON, what is missing is empty.</summary>
internal sealed class CsvForm(Session session, bool headers) : RowForm
{
    private IReadOnlyList<Field> _fields = [];

    public override void Begin(IReadOnlyList<Field> fields)
    {
        _fields = fields;
        if (headers)
            WriteLine(fields.Select(f => f.Name));
    }

    public override void Add(JsonElement row)
    {
        var values = Rows.ToObject(_fields, row);
        WriteLine(values.EnumerateObject().Select(member => Text(member.Value)));
    }

    public override void Pause() => session.Screen.Flush();

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };

    private void WriteLine(IEnumerable<string> cells)
    {
        session.Screen.Out.Write(string.Join(',', cells.Select(Quote)));
        session.Screen.Out.Write("\r\n");
    }

    private static string Quote(string cell) => cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
