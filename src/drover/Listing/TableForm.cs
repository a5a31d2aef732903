using System.Text.Json;

namespace Drover.Cli.Listing;

/// <summary>Aligned columns, cut to the width of the terminal.</summary>
/// <param name="session">The run.</param>
/// <param name="selection">The columns.</param>
/// <param name="headers">A line of titles.</param>
/// <param name="isCut">Fitted to a terminal; not for <c>wide</c>.</param>
internal sealed class TableForm(Session session, Selection selection, bool headers, bool isCut) : RowForm
{
    private IReadOnlyList<SelectedColumn> _columns = [];
    private TableWriter _table = null!;

    public override void Begin(IReadOnlyList<Field> fields)
    {
        _columns = selection.Columns(fields);
        _table = new TableWriter([.. _columns.Select(c => (c.Title, c.Right))])
        {
            ColouredColumn = _columns.ToList().FindIndex(c => c.Name is "status" or "result" or "health"),
            Width = isCut ? session.Screen.Width : null,
        };
    }

    public override void Add(JsonElement row) => _table.Add([.. _columns.Select(c => c.Text(row))]);

    public override void End() => _table.WriteTo(session.Screen.Out, headers, session.Screen.OutColour);
}
