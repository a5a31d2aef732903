using Drover.Services.Cltab;

namespace Drover.Services.Supervision;

/// <summary>What a cltab could put an end to.</summary>
/// <param name="Running">All entries of which something runs.</param>
/// <param name="HasLevels">Whether a group is at a level, or wanted at one.</param>
internal sealed record ServicesAtWork(IReadOnlyList<RunningEntry> Running, bool HasLevels)
{
    private const int MostNamed = 3;

    /// <summary>Why a cltab is not taken unless it is confirmed; null if it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="next">What would be in force.</param>
    /// <param name="limit">What may be stopped unasked.</param>
    public CltabException? Objection(string path, CltabInForce next, RereadLimit limit)
    {
        if (next.Groups.IsEmpty && (HasLevels || Running.Count > 0))
            return new CltabException("CLTAB_EMPTY",
                $"{path} has no entry, and would take down all that runs ({Running.Count} entries). Was it cut off? If it is meant: drover reread --yes.");
        var groups = next.Groups.ToDictionary(group => group.Name, StringComparer.Ordinal);
        var stopped = Running.Where(entry => entry.IsStoppedBy(groups.GetValueOrDefault(entry.Group))).Select(entry => $"{entry.Group}/{entry.Tag}")
            .Order(StringComparer.Ordinal).ToList();
        if (limit.Allows(stopped.Count, Running.Count))
            return null;
        var named = string.Join(", ", stopped.Take(MostNamed)) + (stopped.Count > MostNamed ? ", ..." : "");
        return new CltabException("CLTAB_STOPS_TOO_MUCH",
            $"{path} would stop {stopped.Count} of the {Running.Count} entries that run ({named}), more than reread-limit lets pass. Look at it with drover chk cltab; if it is meant: drover reread --yes.");
    }
}
