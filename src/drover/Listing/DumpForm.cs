using System.Text.Json;

namespace Drover.Cli.Listing;

/// <summary>Each row whole, with an empty line between two.</summary>
internal sealed class DumpForm(Session session) : RowForm
{
    private IReadOnlyList<Field> _fields = [];
    private bool _any;

    public override void Begin(IReadOnlyList<Field> fields) => _fields = fields;

    public override void Add(JsonElement row)
    {
        if (_any)
            session.Screen.Out.Write('\n');
        _any = true;
        DumpText.Write(session.Screen.Out, Rows.ToObject(_fields, row));
    }

    public override void Pause() => session.Screen.Flush();
}
