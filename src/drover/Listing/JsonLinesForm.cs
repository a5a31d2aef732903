using System.Text.Json;

namespace Drover.Cli.Listing;

/// <summary>One object a line.</summary>
internal sealed class JsonLinesForm : RowForm
{
    private readonly BufferedStream _output;
    private readonly Utf8JsonWriter _writer;
    private IReadOnlyList<Field> _fields = [];

    public JsonLinesForm(Session session)
    {
        _output = new BufferedStream(session.Screen.OutStream, 64 * 1024); // Not disposed: that would close the screen.
        _writer = JsonLines.Writer(_output);
    }

    public override void Begin(IReadOnlyList<Field> fields) => _fields = fields;

    public override void Add(JsonElement row)
    {
        Rows.Write(_writer, _fields, row);
        _writer.Flush();
        _writer.Reset();
        _output.WriteByte((byte)'\n');
    }

    public override void Pause() => _output.Flush();

    public override void End()
    {
        _output.Flush();
        _writer.Dispose();
    }
}
