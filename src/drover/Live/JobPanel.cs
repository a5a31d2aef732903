using System.Globalization;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Live;

/// <summary>One job that is followed: its state and for how long, why it waits, how far it is.</summary>
internal sealed class JobPanel(long id) : ILiveView
{
    private const int BarWidth = 30;
    private const int MostOperations = 6;
    private const int MostLinesOfReason = 3;

    public bool IsOver { get; set; }

    /// <summary>The job as last seen; null before.</summary>
    public JobRow? Job { get; set; }

    /// <summary>Why it waits; null when it does not.</summary>
    public string? Why { get; set; }

    /// <summary>The newest entry of its log.</summary>
    public string? LastLog { get; set; }

    /// <summary>Since when the daemon does not answer; null while it does.</summary>
    public DateTimeOffset? Away { get; set; }

    public IReadOnlyList<ScreenLine> Draw(ScreenSize room, DateTimeOffset now)
    {
        var lines = new List<ScreenLine>();
        if (Away is { } since)
            lines.Add(new ScreenLine(CellText.Cut(Language.Say("panel.away", ElapsedText.Of(now - since), id), room.Columns), Look.Bad));
        if (Job is not { } job)
            return lines;

        lines.Add(new ScreenLine(CellText.Cut(Language.Say("panel.job", id, job.Status, ElapsedText.Of(job.For(now)), Operation(job)), room.Columns), Look.Title));
        foreach (var text in Operations(job))
            lines.Add(new ScreenLine(CellText.Cut(text, room.Columns)));
        foreach (var text in Detail(job, room.Columns))
            lines.Add(new ScreenLine(text));
        return lines.Count > room.Rows ? lines[..room.Rows] : lines;
    }

    private static string Operation(JobRow job)
    {
        var current = Math.Min(job.Current, job.Operations.Count - 1);
        return current < 0 ? "" : job.Operations.Count == 1
            ? job.Operations[0]
            : Language.Say("panel.operation", job.Operations[current], current + 1, job.Operations.Count);
    }

    /// <summary>Those around the one that it is at; a job of one operation has said it already.</summary>
    private static IEnumerable<string> Operations(JobRow job)
    {
        if (job.Operations.Count < 2)
            return [];
        var first = Math.Clamp(job.Current - MostOperations / 2, 0, Math.Max(0, job.Operations.Count - MostOperations));
        return Enumerable.Range(first, Math.Min(MostOperations, job.Operations.Count - first)).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"  op {i}  {(i < job.OperationStates.Count ? job.OperationStates[i] : ""),-8}  {job.Operations[i]}"));
    }

    private IEnumerable<string> Detail(JobRow job, int columns)
    {
        if ((StepProgress.Find(job.WaitsFor) ?? StepProgress.Find(LastLog)) is { } progress && !job.IsWaiting)
            return [CellText.Cut($"  {progress.Bar(BarWidth)}", columns)];
        var reason = job.IsWaiting ? Why : job.WaitsFor is { } what ? Language.Say("panel.waits", what) : null;
        return reason is null ? [] : CellText.Wrap(reason, columns - 2, MostLinesOfReason).Select(line => $"  {line}");
    }
}
