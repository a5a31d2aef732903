using System.Text;
using Drover.Services.Groups;
using Drover.Services.Processes;

namespace Drover.Services.Tests.Groups;

/// <summary>Prints the tables as docs/services-states.md has them. Ignored pairs are named in the last column of each state's first row.</summary>
internal static class TablePrinter
{
    public static string Processes() => Print(ProcessTable.Rules.Select(r =>
        new Row(r.Phase.ToString(), r.Happening.ToString(), r.Act.ToString(), r.Next.ToString(), r.Act == ProcessAct.Ignore)));

    public static string Groups() => Print(GroupTable.Rules.Select(r =>
        new Row(r.Phase.ToString(), r.Happening.ToString(), r.Act.ToString(), r.Next.ToString(), r.Act == GroupAct.Ignore)));

    private static string Print(IEnumerable<Row> rows)
    {
        var text = new StringBuilder("| state | at | do | next |\n|---|---|---|---|\n");
        foreach (var state in rows.GroupBy(r => r.State))
        {
            foreach (var row in state.Where(r => !r.IsIgnored))
                text.Append($"| {Word(row.State)} | {row.Happening} | {row.Act} | {Word(row.Next)} |\n");
            text.Append($"| {Word(state.Key)} | {string.Join(", ", state.Where(r => r.IsIgnored).Select(r => r.Happening))} | Ignore | {Word(state.Key)} |\n");
        }

        return text.ToString();
    }

    private static string Word(string state) => state.ToUpperInvariant();

    private sealed record Row(string State, string Happening, string Act, string Next, bool IsIgnored);
}
