using Drover.Cli.Live;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Top;

/// <summary>Groups of services and their processes. A group is told a level only after its plan was shown.</summary>
internal sealed class ServicesTab() : Tab("top.services")
{
    public override string Keys => Language.Say("top.keys.services");

    public override (string Title, IEnumerable<ListRow> Rows) Table(TopPicture picture, int width, DateTimeOffset now)
    {
        var service = Language.Say("top.service");
        var rows = picture.Status.Groups.Concat(picture.Processes).OrderBy(row => row.Name, StringComparer.Ordinal).ToList();
        var nameWidth = Math.Min((width + SelectableList.Margin) / 3, rows.Select(row => CellText.Width(row.Name)).Append(CellText.Width(service)).Max());
        string Line(string name, string state, string note) => $"{CellText.Fit(name, nameWidth)}  {CellText.Fit(state, 10)}  {note}".TrimEnd(' ');
        return (Line(service, Language.Say("top.state"), ""), rows.Select(row => new ListRow(row.Name, new ScreenLine(Line(row.Name, row.State, row.Note), row.IsBad ? Look.Bad : Look.Plain))));
    }

    public override void Press(Key key, string chosen, TopView view)
    {
        // A name of another node's has the node before a colon, which no name of a group holds.
        var colon = chosen.IndexOf(':', StringComparison.Ordinal);
        var (node, name) = colon < 0 ? (null, chosen) : (chosen[..colon], chosen[(colon + 1)..]);
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        string[] There(params string[] words) => node is null ? words : [.. words, "--node", node];
        switch (key)
        {
            case { Text: "t" }:
                var group = slash < 0 ? name : name[..slash];
                view.Ask(new Prompt(Language.Say("top.level", colon < 0 ? group : $"{node}:{group}"), level => ShowPlan(There("tell", group, level), view)));
                break;
            case { Text: "b" }:
                view.Run(There("clear-backoff", name));
                break;
            case { Text: "r" } when slash >= 0:
                view.Confirm(Language.Say("top.restart", chosen), () => view.Run(There("restart", name)));
                break;
            case { Text: "l" } when slash >= 0:
                view.Run("logs", chosen, "--follow");
                break;
            case { Text: "r" or "l" }:
                view.Say(Language.Say("top.entry-wanted", chosen));
                break;
            case { Kind: KeyKind.Enter }:
                view.Run("show", slash < 0 ? "group" : "process", node is null ? name : $"{node}/{name}");
                break;
        }
    }

    private static void ShowPlan(string[] tell, TopView view)
    {
        var (group, level) = (tell[1], tell[2]);
        if (level.Length == 0)
            return;
        view.Run([.. tell, "--dry-run"]);
        view.Confirm(Language.Say("top.tell", tell is [.., "--node", var node] ? $"{node}:{group}" : group, level), () => view.Run(tell));
    }
}
