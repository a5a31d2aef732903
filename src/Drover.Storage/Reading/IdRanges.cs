namespace Drover.Storage.Reading;

/// <summary>How rows of many ids are read: neighbours by one walk over a range, also when a few others lie between them; those far apart one by one.</summary>
internal static class IdRanges
{
    // Passing over a row costs about a fourth of a search of its own.
    private const long LargestGap = 4;

    /// <summary>First and last index of each range, of ids in rising order.</summary>
    internal static IEnumerable<(int First, int Last)> Of(IReadOnlyList<long> ids)
    {
        for (var first = 0; first < ids.Count;)
        {
            var last = first;
            while (last + 1 < ids.Count && ids[last + 1] - ids[last] <= LargestGap)
                last++;
            yield return (first, last);
            first = last + 1;
        }
    }
}
