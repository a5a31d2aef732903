using System.Globalization;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Live;

/// <summary>Jobs as the lines of a table that fits a width: id, state, how long, what, and what it waits for.</summary>
internal static class JobColumns
{
    private const int IdWidth = 6;
    private const int StateWidth = 9;
    private const int ElapsedWidth = 7;
    private const int Fixed = IdWidth + 1 + StateWidth + ElapsedWidth + 2;
    private const int BarWidth = 10;
    private const int NarrowSummary = 18;
    private const int WideSummary = 32;

    public static string Title(int width) => Line("ID", Language.Say("top.state"), Language.Say("column.for"), Language.Say("column.what"), static _ => Language.Say("column.why"), width);

    /// <param name="job">The job.</param>
    /// <param name="why">Why it waits; null where that is not known.</param>
    /// <param name="width">Cells of the line.</param>
    /// <param name="now">The moment to which times are counted.</param>
    public static string Line(JobRow job, string? why, int width, DateTimeOffset now) => Line(
        job.Id.ToString(CultureInfo.InvariantCulture), job.Status, ElapsedText.Of(job.For(now)), job.Summary, room => Detail(job, why, room), width);

    public static Look LookOf(JobRow job) => job.Status == "error" ? Look.Bad : Look.Plain;

    private static string Line(string id, string state, string elapsed, string summary, Func<int, string> detail, int width)
    {
        var summaryWidth = Math.Max(0, Math.Min(width < 100 ? NarrowSummary : WideSummary, width - Fixed));
        var line = $"{CellText.Fit(id, IdWidth, right: true)} {CellText.Fit(state, StateWidth)}{CellText.Fit(elapsed, ElapsedWidth, right: true)}  {CellText.Fit(summary, summaryWidth)}";
        var rest = width - CellText.Width(line) - 2;
        return CellText.Cut((rest > 0 ? $"{line}  {CellText.Cut(detail(rest), rest)}" : line).TrimEnd(' '), width);
    }

    private static string Detail(JobRow job, string? why, int room)
    {
        if (job.IsFinal)
            return "";
        if (job.IsWaiting)
            return why ?? "";
        if (StepProgress.Find(job.WaitsFor) is not { } progress)
            return job.WaitsFor ?? "";
        // The words say more than half a bar.
        return progress.Bar(BarWidth) is var bar && bar.Length <= room ? bar : progress.ToString();
    }
}
