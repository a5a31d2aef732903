using System.Text.Json;
using Drover.Cli.Terminal;

namespace Drover.Cli.Listing;

/// <summary>The key of each row alone, as other verbs take it.</summary>
internal sealed class NameForm(Session session) : RowForm
{
    private Field _key = null!;
    private ValueText _text = null!;

    public override void Begin(IReadOnlyList<Field> fields) => (_key, _text) = (fields[0], new ValueText(session.Zone));

    public override void Add(JsonElement row) => session.Screen.Out.WriteLine(Printable.Line(_text.Cell(_key, row[0])));

    public override void Pause() => session.Screen.Flush();
}
