using System.Collections.Immutable;
using System.Text.Json;
using Drover.Kernel.Operations;

namespace Drover.Cluster.Settings;

/// <summary>A pool of user ids as ranges that neither touch nor overlap, in order.</summary>
internal static class UidRanges
{
    /// <exception cref="Drover.Kernel.Operations.OperationException">A range is upside down or negative.</exception>
    public static IReadOnlyList<UidRange> Read(string name, JsonElement ranges)
    {
        var read = new List<UidRange>();
        foreach (var pair in ranges.EnumerateArray())
        {
            if (!pair[0].TryGetInt32(out var first) || !pair[1].TryGetInt32(out var last) || first < 0 || last < first)
                throw Refusal.WrongInput($"Parameter '{name}' holds {pair.GetRawText()}, but a range goes from a user id to one that is not smaller");
            read.Add(new UidRange(first, last));
        }
        return read;
    }

    public static ImmutableArray<UidRange> Normalise(IEnumerable<UidRange> ranges)
    {
        var joined = new List<UidRange>();
        foreach (var range in ranges.OrderBy(r => r.First))
        {
            if (joined.Count > 0 && range.First <= (long)joined[^1].Last + 1)
                joined[^1] = joined[^1] with { Last = Math.Max(joined[^1].Last, range.Last) };
            else
                joined.Add(range);
        }
        return [.. joined];
    }

    public static ImmutableArray<UidRange> Without(IEnumerable<UidRange> ranges, IReadOnlyList<UidRange> removed)
    {
        var left = ranges.ToList();
        foreach (var hole in removed)
            left = [.. left.SelectMany(range => Split(range, hole))];
        return Normalise(left);
    }

    private static IEnumerable<UidRange> Split(UidRange range, UidRange hole)
    {
        if (hole.Last < range.First || hole.First > range.Last)
        {
            yield return range;
            yield break;
        }
        if (range.First < hole.First)
            yield return range with { Last = hole.First - 1 };
        if (range.Last > hole.Last)
            yield return range with { First = hole.Last + 1 };
    }
}
