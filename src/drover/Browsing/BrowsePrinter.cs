using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Listing;

namespace Drover.Cli.Browsing;

/// <summary>Prints what a path leads to: rows as <c>drover get</c> lists them, one row and what is within it as <c>--dump</c> shows it.</summary>
internal static class BrowsePrinter
{
    public static int Print(Session session, string path)
    {
        var value = new Browser(session).Evaluate(path);
        var output = session.Screen.Out;
        switch (value)
        {
            case BrowseValue.Rows rows:
                return List(session, rows, columns: null);
            case BrowseValue.Column column:
                var key = RowReader.Key(column.Of.Resource, RowReader.Fields(session.Door, column.Of.Resource)).Name;
                return List(session, column.Of, key == column.Field ? key : $"{key},{column.Field}");
            case BrowseValue.Row row:
                DumpText.Write(output, row.Fields);
                break;
            case BrowseValue.Value { Json: { ValueKind: JsonValueKind.Object } json } when json.EnumerateObject().Any():
                DumpText.Write(output, json);
                break;
            case BrowseValue.Value { Json: { ValueKind: JsonValueKind.Array } list } when list.GetArrayLength() > 0:
                foreach (var item in list.EnumerateArray())
                    DumpText.WriteItem(output, item);
                break;
            case BrowseValue.Value inner:
                output.WriteLine(ValueText.Plain(inner.Json));
                break;
        }

        session.Screen.Flush();
        return ExitCode.Ok;
    }

    private static int List(Session session, BrowseValue.Rows rows, string? columns)
    {
        List<string> words = ["get", ResourceNames.WordOf(rows.Resource)];
        if (rows.Filter is { } filter)
            words.AddRange(["--filter", filter]);
        if (columns is not null)
            words.AddRange(["--columns", columns]);
        return App.Run(words, session);
    }
}
