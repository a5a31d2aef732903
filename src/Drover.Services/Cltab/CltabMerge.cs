using System.Collections.Immutable;

namespace Drover.Services.Cltab;

/// <summary>
/// Takes what is in force and a new reading, and says what is in force then. The unit of acceptance is the group: one with an error
/// keeps its last good definition (or is refused, if there is none), all others take the new one. A group that the file no longer
/// names is gone. Tags are unique within a file; a kept definition may hold a tag that the file now gives to
/// another group, which does no harm, since a process is known by group and tag.
/// </summary>
public static class CltabMerge
{
    /// <summary>What is in force after <paramref name="document"/> was read.</summary>
    public static CltabInForce Merge(CltabInForce previous, CltabDocument document)
    {
        var known = previous.Groups.ToDictionary(g => g.Name, StringComparer.Ordinal);
        var errors = document.Problems.Where(p => p.Severity == CltabSeverity.Error && p.Group is not null)
            .ToLookup(p => p.Group!, StringComparer.Ordinal);
        var groups = document.Groups.Select(g => Decide(g, [.. errors[g.Name]], known.GetValueOrDefault(g.Name)));
        return new CltabInForce([.. groups], document.Settings, document.Problems);
    }

    /// <summary>Names of the groups that were in force before and are in the file no more.</summary>
    public static ImmutableArray<string> Removed(CltabInForce previous, CltabInForce next)
    {
        var names = next.Groups.Select(g => g.Name).ToHashSet(StringComparer.Ordinal);
        return [.. previous.Groups.Where(g => !g.IsRefused && !names.Contains(g.Name)).Select(g => g.Name)];
    }

    private static GroupInForce Decide(CltabGroup written, ImmutableArray<CltabProblem> errors, GroupInForce? before) =>
        errors.IsEmpty ? new GroupInForce(written.Name, written, []) : new GroupInForce(written.Name, before?.Definition, errors);
}
