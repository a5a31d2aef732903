using System.Buffers;
using System.Text.Json;

namespace Drover.Cli.Listing;

/// <summary>One object a line; a page goes out at once.</summary>
internal sealed class JsonLinesForm : RowForm
{
    private readonly Session _session;
    private readonly ArrayBufferWriter<byte> _lines = new(64 * 1024);
    private readonly Utf8JsonWriter _writer;
    private IReadOnlyList<Field> _fields = [];

    public JsonLinesForm(Session session) => (_session, _writer) = (session, JsonLines.Writer(_lines));

    public override void Begin(IReadOnlyList<Field> fields) => _fields = fields;

    public override void Add(JsonElement row)
    {
        Rows.Write(_writer, _fields, row);
        _writer.Flush();
        _writer.Reset();
        _lines.Write("\n"u8);
    }

    public override void Pause()
    {
        _session.Screen.OutStream.Write(_lines.WrittenSpan);
        _lines.ResetWrittenCount();
    }

    public override void End()
    {
        Pause();
        _writer.Dispose();
    }
}
