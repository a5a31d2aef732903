using System.Text.Json;

namespace Drover.Cli.Listing;

/// <summary>One indented list of objects.</summary>
internal sealed class JsonForm(Session session) : RowForm
{
    private readonly Utf8JsonWriter _writer = JsonLines.IndentedWriter(session.Screen.OutStream);
    private IReadOnlyList<Field> _fields = [];

    public override void Begin(IReadOnlyList<Field> fields)
    {
        _fields = fields;
        _writer.WriteStartArray();
    }

    public override void Add(JsonElement row) => Rows.Write(_writer, _fields, row);

    public override void End()
    {
        _writer.WriteEndArray();
        _writer.Dispose();
        session.Screen.OutStream.Write("\n"u8);
    }
}
