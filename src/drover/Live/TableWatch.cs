using System.Text.Json;
using Drover.Cli.Listing;
using Drover.Cli.Words;

namespace Drover.Cli.Live;

/// <summary>Watches a table until Ctrl-C: redrawn in place on a terminal; elsewhere all rows, and then a line for each row that is new, changed or gone.</summary>
/// <param name="session">The run.</param>
/// <param name="request">What is asked for.</param>
/// <param name="newest">The field that counts up with time, where the newest rows are wanted.</param>
/// <param name="selection">The columns of a table or template.</param>
/// <param name="form">Any form of a listing; the list of JSON, which would have no end, is an object a line here.</param>
/// <param name="template">The template of that form.</param>
/// <param name="titles">A line of titles.</param>
internal sealed class TableWatch(Session session, ListRequest request, string? newest, Selection selection, string form, RowTemplate? template, bool titles)
{
    private readonly Absence _absence = new(session.Clock);
    private Dictionary<string, WatchedRow> _known = [];
    private GrowingColumns? _columns;
    private Dictionary<string, SelectedColumn> _places = [];
    private readonly CsvForm _csv = new(session, titles);

    /// <summary>Returns the exit code of a run that was interrupted: watching has no other end, but for errors.</summary>
    public int Run()
    {
        session.BeginFollowing();
        var keyed = KeyedRequest.Of(session, request, newest) with { HasDerived = form is "table" or "wide" or "template" };
        if (form is "table" or "wide" && session.Screen.CanDraw)
            Draw(keyed);
        else
            Print(keyed);
        return ExitCode.Interrupted;
    }

    /// <summary>Processes live and die without a trace in the journal: signals tell of them.</summary>
    private string? Signals => request.Resource is "process" or "process-history" or "service-group" ? "all" : null;

    private void Draw(KeyedRequest keyed)
    {
        var view = new TableView(selection, titles);
        var painter = new InlinePainter(session.Screen, WindowSize.Get);
        using var loop = new LiveLoop(session);
        using var rows = new Feed(session, loop, static _ => { }, feed => new FleetChanges(feed)
        {
            Signals = Signals,
            Away = error =>
            {
                _absence.Away(error);
                loop.Post(() => view.Away = _absence.Since);
            },
        }.Follow(() =>
        {
            var table = WatchedTable.Read(feed, keyed);
            _absence.Answered();
            loop.Post(() => (view.Table, view.Away) = (table, null));
        }));
        loop.Run(view, painter);
    }

    private void Print(KeyedRequest keyed) => new FleetChanges(session)
    {
        Signals = Signals,
        Away = error =>
        {
            var first = _absence.Since is null;
            _absence.Away(error);
            if (first)
                session.Screen.Note(Language.Say("daemon.away"));
        },
    }.Follow(() =>
    {
        var table = WatchedTable.Read(session, keyed);
        _absence.Answered();
        PrintChanges(table);
        session.Screen.Flush();
    });

    private void PrintChanges(WatchedTable table)
    {
        if (_columns is null)
        {
            var columns = selection.Columns(table.Fields, table.Shown);
            _columns = new GrowingColumns(columns);
            _places = columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
            foreach (var row in table.Rows)
                _columns.Grow(_columns.Cells(row.Source));
            if (form is "table" or "wide" && titles)
                session.Screen.Out.WriteLine(_columns.Title());
            if (form == "csv")
                _csv.Begin(table.Fields);
        }

        var now = new Dictionary<string, WatchedRow>();
        foreach (var row in table.Rows)
        {
            now[row.Key] = row;
            if (!_known.Remove(row.Key, out var before) || before.Source.GetRawText() != row.Source.GetRawText())
                PrintRow(table, row);
        }

        foreach (var gone in _known.Values)
            PrintGone(gone);
        _known = now;
    }

    private void PrintRow(WatchedTable table, WatchedRow row)
    {
        switch (form)
        {
            case "json" or "jsonl":
                JsonLines.WriteLine(session, Rows.ToObject(table.Fields, row.Source));
                break;
            case "yaml":
                WriteDocument(Rows.ToObject(table.Fields, row.Source));
                break;
            case "csv":
                _csv.Add(row.Source);
                break;
            case "name":
                session.Screen.Out.WriteLine(row.Key);
                break;
            case "template":
                session.Screen.Out.WriteLine(template!.Fill(name => _places[name].Text(row.Source)));
                break;
            default:
                session.Screen.Out.WriteLine(_columns!.Line(_columns.Cells(row.Source)));
                break;
        }
    }

    private void PrintGone(WatchedRow gone)
    {
        switch (form)
        {
            case "json" or "jsonl":
                JsonLines.WriteLine(session, Gone(gone));
                break;
            case "yaml":
                WriteDocument(Gone(gone));
                break;
            case "csv":
                // A row says what is; there is none for what is not.
                session.Screen.Flush();
                session.Screen.Note($"{gone.Key} gone");
                break;
            default:
                session.Screen.Out.WriteLine($"{gone.Key} gone");
                break;
        }
    }

    private static JsonElement Gone(WatchedRow gone) => JsonLines.Element(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("gone", gone.Key);
        writer.WriteEndObject();
    });

    /// <summary>One of many documents in one stream (YAML 1.2, 9.2).</summary>
    private void WriteDocument(JsonElement value)
    {
        session.Screen.Out.WriteLine("---");
        YamlText.WriteDocument(session.Screen.Out, value);
    }
}
