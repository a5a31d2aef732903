using System.Globalization;
using Drover.Cli.Live;
using Drover.Cli.Words;

namespace Drover.Cli.Top;

/// <summary>Jobs: those that run, wait and have ended of late.</summary>
internal sealed class JobsTab() : Tab("top.jobs")
{
    public override string Keys => Language.Say("top.keys.jobs");

    public override (string Title, IEnumerable<ListRow> Rows) Table(TopPicture picture, int width, DateTimeOffset now) => (JobColumns.Title(width), picture.Jobs.Select(job => new ListRow(
        job.Id.ToString(CultureInfo.InvariantCulture), new ScreenLine(JobColumns.Line(job, picture.Why.GetValueOrDefault(job.Id), width, now), JobColumns.LookOf(job)))));

    public override void Press(Key key, string chosen, TopView view)
    {
        var job = long.Parse(chosen, CultureInfo.InvariantCulture);
        switch (key)
        {
            case { Text: "c" }:
                view.Confirm(Language.Say("top.cancel", job), () => view.Actions.Cancel(job, view.Say));
                break;
            case { Text: "p" }:
                view.Ask(new Prompt(Language.Say("top.priority", job), answer => SetPriority(job, answer, view)));
                break;
            case { Text: "w" }:
                view.Actions.Why(job, text =>
                {
                    var why = new TextPane(Language.Say("top.why", job));
                    why.Add(text);
                    view.Show(why);
                });
                break;
            case { Text: "l" }:
                view.Show(view.Actions.Log(job));
                break;
            case { Kind: KeyKind.Enter }:
                view.Run("show", chosen);
                break;
        }
    }

    private static void SetPriority(long job, string answer, TopView view)
    {
        if (int.TryParse(answer, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var priority) && priority is >= -20 and <= 19)
            view.Actions.SetPriority(job, priority, view.Say);
        else if (answer.Length > 0)
            view.Say(Language.Say("top.no-priority", answer));
    }
}
