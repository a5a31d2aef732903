using System.Globalization;

namespace Drover.Pages.Locks;

/// <summary>Where jobs and locks stand in the picture: those who wait on the left, locks in the middle, those who hold them on the right.</summary>
internal sealed class LockGraph
{
    internal const int Width = 900;
    internal const int BoxHeight = 28;
    internal const int JobWidth = 270;
    internal const int LockWidth = 200;

    private const int Step = 40;
    private const int MostLocks = 25;
    private const int MostJobs = 6;
    private const int LockLeft = (Width - LockWidth) / 2;
    private const int HolderLeft = Width - JobWidth;

    private readonly Dictionary<long, Box> _waiters = [];
    private readonly Dictionary<long, Box> _holders = [];
    private readonly List<Box> _boxes = [];
    private readonly List<Edge> _edges = [];

    internal LockGraph(IReadOnlyList<LockLine> locks)
    {
        foreach (var (line, index) in locks.Take(MostLocks).Select((line, index) => (line, index)))
        {
            var box = Add(LockLeft, index, LockWidth, line.Name, "node-lock");
            foreach (var job in line.Waiters.Take(MostJobs))
                _edges.Add(Edge.Between(Job(_waiters, 0, job), box, job.Exclusive ? "edge-wait" : "edge-wait edge-shared"));
            foreach (var job in line.Holders.Take(MostJobs))
                _edges.Add(Edge.Between(box, Job(_holders, HolderLeft, job), job.Exclusive ? "edge-hold" : "edge-hold edge-shared"));
        }
    }

    internal IReadOnlyList<Box> Boxes => _boxes;

    internal IReadOnlyList<Edge> Edges => _edges;

    internal int Height => _boxes.Count == 0 ? 0 : _boxes.Max(box => box.Top) + BoxHeight + 4;

    private Box Job(Dictionary<long, Box> column, int left, LockJob job)
    {
        if (!column.TryGetValue(job.Id, out var box))
            column[job.Id] = box = Add(left, column.Count, JobWidth, string.Create(CultureInfo.InvariantCulture, $"{job.Id} {job.Summary}"), job.Abandoned ? "node-job node-abandoned" : "node-job");
        return box;
    }

    private Box Add(int left, int row, int width, string text, string style)
    {
        var box = new Box(left, (row * Step) + 4, width, text, style);
        _boxes.Add(box);
        return box;
    }

    /// <summary>A job or a lock.</summary>
    internal sealed record Box(int Left, int Top, int Width, string Text, string Style)
    {
        internal int Middle => Top + (BoxHeight / 2);
    }

    /// <summary>A line from who waits to what is waited for, and from that to who holds it.</summary>
    internal sealed record Edge(string Path, string Style)
    {
        internal static Edge Between(Box left, Box right, string style)
        {
            var (x, y, end, height) = (left.Left + left.Width, left.Middle, right.Left - 6, right.Middle);
            var bend = (end - x) / 2;
            return new Edge(string.Create(CultureInfo.InvariantCulture, $"M{x} {y}C{x + bend} {y} {end - bend} {height} {end} {height}"), style);
        }
    }
}
