using System.Globalization;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Live;

/// <summary>Many jobs that are waited for, as one table: those that go on come first.</summary>
internal sealed class JobTable : ILiveView
{
    public bool IsOver { get; set; }

    public IReadOnlyList<JobRow> Jobs { get; set; } = [];

    /// <summary>Why jobs wait, as far as it was asked.</summary>
    public IReadOnlyDictionary<long, string> Why { get; set; } = new Dictionary<long, string>();

    public DateTimeOffset? Away { get; set; }

    public IReadOnlyList<ScreenLine> Draw(ScreenSize room, DateTimeOffset now)
    {
        if (Jobs.Count == 0)
            return [];
        var lines = new List<ScreenLine> { new(CellText.Cut(Counts(now), room.Columns), Away is null ? Look.Title : Look.Bad), new(JobColumns.Title(room.Columns)) };
        var shown = Order(Jobs).Take(Math.Max(0, Jobs.Count > room.Rows - 2 ? room.Rows - 3 : Jobs.Count)).ToList();
        lines.AddRange(shown.Select(job => new ScreenLine(JobColumns.Line(job, Why.GetValueOrDefault(job.Id), room.Columns, now), JobColumns.LookOf(job))));
        if (shown.Count < Jobs.Count)
            lines.Add(new ScreenLine(CellText.Cut(Language.Say("status.more", Jobs.Count - shown.Count), room.Columns)));
        return lines.Count > room.Rows ? lines[..room.Rows] : lines;
    }

    /// <summary>Running ones, waiting ones, those that wait for their turn, ended ones; each by id.</summary>
    public static IEnumerable<JobRow> Order(IEnumerable<JobRow> jobs) => jobs.OrderBy(job => Rank(job.Status)).ThenBy(job => job.Id);

    private string Counts(DateTimeOffset now)
    {
        if (Away is { } since)
            return Language.Say("panel.away-jobs", ElapsedText.Of(now - since));
        var states = Jobs.GroupBy(job => job.Status).OrderBy(group => Rank(group.Key)).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {group.Key}"));
        return Language.Count("table.jobs", Jobs.Count, string.Join(", ", states));
    }

    private static int Rank(string status) => status switch { "running" => 0, "waiting" or "canceling" => 1, "queued" => 2, _ => 3 };
}
