using System.Globalization;
using Drover.Cli.Live;
using Drover.Cli.Overview;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Top;

/// <summary>What <c>drover status</c> tells, short or full.</summary>
internal sealed class StatusTab() : Tab("top.status")
{
    private IReadOnlyList<ScreenLine>? _inner;

    public bool IsFull { get; set; }

    public override Wanted Wants => new(Inner: IsFull);

    public override bool IsOfFigures => IsFull;

    public override string Keys => Language.Say(IsFull ? "top.keys.full-status" : "top.keys.short-status");

    public override (string Title, IEnumerable<ListRow> Rows) Table(TopPicture picture, int width, DateTimeOffset now)
    {
        _inner = picture.Inner ?? _inner;
        var lines = StatusLines.All(picture.Status, now).Concat(IsFull ? _inner ?? [] : []);
        return (Language.Say(IsFull ? "top.full-status" : "top.short-status"), lines
            .SelectMany(line => CellText.Wrap(line.Text, width, int.MaxValue).Select(text => line with { Text = text }))
            .Select((line, i) => new ListRow(i.ToString(CultureInfo.InvariantCulture), line)));
    }

    public override void Press(Key key, string chosen, TopView view)
    {
    }
}
