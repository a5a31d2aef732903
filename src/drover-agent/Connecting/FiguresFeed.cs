using Drover.Nodes.Facts;
using Drover.NodeWire.Translation;
using P = Drover.NodeWire.Protocol;

namespace Drover.NodeAgent.Connecting;

/// <summary>Makes of the figures of a machine what is worth telling: the first ones, those that have moved, and now and then those that have not, so that what the master shows has an age with an end.</summary>
internal sealed class FiguresFeed
{
    /// <summary>The part of a disk, of memory or of the CPUs by which something must have moved.</summary>
    private const double Step = 0.05;

    /// <summary>After so many looks figures are told that have not moved.</summary>
    private const int QuietLooks = 60;

    private NodeFigures? _told;
    private bool _isAnythingTold;
    private int _looks;

    /// <summary>What is to be told of figures that were read now; null when nothing is.</summary>
    public P.Figures? Next(NodeFigures? figures)
    {
        if (_isAnythingTold && ++_looks < QuietLooks && !HasMoved(_told, figures))
            return null;
        (_told, _isAnythingTold, _looks) = (figures, true, 0);
        return figures.ToMessage();
    }

    private static bool HasMoved(NodeFigures? before, NodeFigures? now)
    {
        if (before is null || now is null)
            return before != now;
        return Share(before.MemoryFree - now.MemoryFree, now.MemoryTotal) || Share(before.DiskFree - now.DiskFree, now.DiskTotal) || HasMoved(before.Load, now.Load, now.Cpus)
            || before != now with { MemoryFree = before.MemoryFree, DiskFree = before.DiskFree, Load = before.Load, Told = before.Told };
    }

    private static bool HasMoved(LoadAverages? before, LoadAverages? now, int cpus) => before is null || now is null ? before != now
        : Share(before.One - now.One, cpus) || Share(before.Five - now.Five, cpus) || Share(before.Fifteen - now.Fifteen, cpus);

    private static bool Share(double difference, double whole) => Math.Abs(difference) >= Math.Max(whole, 1) * Step;
}
