using System.Text.Json;

namespace Drover.Cli.Listing;

/// <summary>A line a row, as a template has it.</summary>
internal sealed class TemplateForm(Session session, Selection selection, RowTemplate template) : RowForm
{
    private Dictionary<string, SelectedColumn> _columns = [];

    public override void Begin(IReadOnlyList<Field> fields) => _columns = selection.Columns(fields).ToDictionary(c => c.Name, StringComparer.Ordinal);

    public override void Add(JsonElement row) => session.Screen.Out.WriteLine(template.Fill(name => _columns[name].Text(row)));

    public override void Pause() => session.Screen.Flush();
}
