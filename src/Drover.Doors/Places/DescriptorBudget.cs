namespace Drover.Doors.Places;

/// <summary>Fits the places of the doors to the descriptors that the process may have (<c>RLIMIT_NOFILE</c>). The daemon itself - store, services, threads of its
/// runtime - keeps a quarter of them, but at least 512, or half where there are fewer than 1,024.</summary>
/// <param name="descriptors">Descriptors that the process may have.</param>
public sealed class DescriptorBudget(int descriptors)
{
    private const int OwnAtLeast = 512;

    /// <summary>Descriptors that the doors may have together.</summary>
    public int ForDoors => descriptors - ForDaemon;

    /// <summary>Descriptors that the daemon keeps for itself.</summary>
    public int ForDaemon => Math.Max(descriptors / 4, Math.Min(OwnAtLeast, descriptors / 2));

    /// <summary>Whether all doors may have what they want.</summary>
    public bool Suffices(IEnumerable<PlaceLimits> doors) => Wanted(doors) <= ForDoors;

    /// <summary>Descriptors that the process needs for the doors to have what they want.</summary>
    public static long Needed(IEnumerable<PlaceLimits> doors) => Wanted(doors) switch
    {
        <= OwnAtLeast and var wanted => wanted * 2,
        <= 3 * OwnAtLeast and var wanted => wanted + OwnAtLeast,
        var wanted => (wanted * 4 + 2) / 3,
    };

    /// <summary>The places of the doors, each with its share of what there is where that is too little.</summary>
    public IReadOnlyList<PlaceLimits> Fit(IReadOnlyList<PlaceLimits> doors)
    {
        var wanted = Wanted(doors);
        return [.. doors.Select(door => door with { Most = Suffices(doors) ? door.Most : Share(door, wanted), Descriptors = descriptors })];
    }

    private int Share(PlaceLimits door, long wanted) => (int)Math.Max(1, Descriptors(door) * ForDoors / wanted - PlaceLimits.Told);

    private static long Wanted(IEnumerable<PlaceLimits> doors) => doors.Sum(Descriptors);

    private static long Descriptors(PlaceLimits door) => door.Most + PlaceLimits.Told;
}
