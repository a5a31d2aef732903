using System.Text.Json;

namespace Drover.Cli.Listing;

/// <summary>A list of mappings in YAML.</summary>
internal sealed class YamlForm(Session session) : RowForm
{
    private IReadOnlyList<Field> _fields = [];
    private bool _any;

    public override void Begin(IReadOnlyList<Field> fields) => _fields = fields;

    public override void Add(JsonElement row)
    {
        _any = true;
        YamlText.WriteItem(session.Screen.Out, Rows.ToObject(_fields, row));
    }

    public override void Pause() => session.Screen.Flush();

    public override void End()
    {
        if (!_any)
            session.Screen.Out.Write("[]\n");
    }
}
