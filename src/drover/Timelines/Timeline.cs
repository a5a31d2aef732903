namespace Drover.Cli.Timelines;

/// <summary>The waits and runs of a job, in order.</summary>
/// <param name="Operations">A short text an opcode.</param>
/// <param name="Begin">Its submit.</param>
/// <param name="End">Its end, or now.</param>
/// <param name="IsWhole">The journal tells all of it; else it follows from what is kept with the job, which says less.</param>
internal sealed record Timeline(
    long Id, string Status, IReadOnlyList<string> Operations, DateTimeOffset Begin, DateTimeOffset End, IReadOnlyList<Phase> Phases, IReadOnlyList<Mark> Marks, bool IsWhole)
{
    /// <summary>How long it did each of what it did.</summary>
    public IEnumerable<(PhaseKind Kind, TimeSpan Length)> Sums =>
        Phases.GroupBy(p => p.Kind).OrderBy(g => g.Key).Select(g => (g.Key, TimeSpan.FromTicks(g.Sum(p => p.Length.Ticks))));
}
