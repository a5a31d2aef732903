using Drover.Nodes.Services;
using Drover.Services.Cltab;

namespace Drover.Services.Supervision;

/// <summary>What a cltab could put an end to.</summary>
/// <param name="Running">All entries of which something runs.</param>
/// <param name="Wanted">Groups that are at a level, or wanted at one.</param>
internal sealed record ServicesAtWork(IReadOnlyList<RunningEntry> Running, IReadOnlyCollection<string> Wanted)
{
    private const int MostNamed = 3;

    /// <summary>Why a cltab is not taken unless it is confirmed; null if it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="next">What would be in force.</param>
    /// <param name="limit">What may be stopped unasked.</param>
    /// <param name="look">How to look at what it would do.</param>
    /// <param name="confirm">How to confirm it.</param>
    public CltabException? Objection(string path, CltabInForce next, RereadLimit limit, string look = "drover chk cltab", string confirm = "drover reread --yes")
    {
        if (next.Groups.IsEmpty && (Wanted.Count > 0 || Running.Count > 0))
            return new CltabException("CLTAB_EMPTY", $"{path} has no entry, and {WhatWouldGo()}. Was it cut off? If it is meant: {confirm}.");
        var groups = next.Groups.ToDictionary(group => group.Name, StringComparer.Ordinal);
        var stopped = Running.Where(entry => entry.IsStoppedBy(groups.GetValueOrDefault(entry.Group))).Select(entry => ProcessKey.NameOf(entry.Group, entry.Tag))
            .Order(StringComparer.Ordinal).ToList();
        if (limit.Allows(stopped.Count, Running.Count))
            return null;
        return new CltabException("CLTAB_STOPS_TOO_MUCH",
            $"{path} would stop {stopped.Count} of the {Running.Count} entries that run ({Some(stopped)}), more than reread-limit lets pass. Look at it with {look}; if it is meant: {confirm}.");
    }

    private string WhatWouldGo() => Running.Count > 0
        ? $"would take down all that runs ({Running.Count} entries)"
        : $"groups are wanted at a level ({Some([.. Wanted.Order(StringComparer.Ordinal)])}), to which they are brought once they are in it again";

    private static string Some(List<string> names) => string.Join(", ", names.Take(MostNamed)) + (names.Count > MostNamed ? ", ..." : "");
}
