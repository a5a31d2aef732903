using System.Collections.Immutable;

namespace Drover.Services.Cltab;

/// <summary>A cltab as it was read, with all its problems. What of it comes into force says <see cref="CltabMerge"/>.</summary>
/// <param name="Path">Where it was read, for messages.</param>
/// <param name="Groups">Groups in the order of their first line, also those with errors.</param>
/// <param name="Problems">All problems, by line and column.</param>
/// <param name="Settings">The master settings.</param>
public sealed record CltabDocument(
    string Path, ImmutableArray<CltabGroup> Groups, ImmutableArray<CltabProblem> Problems, CltabSettings Settings)
{
    /// <summary>Groups of the cluster's cltab that the node has in its own.</summary>
    public ImmutableArray<string> Overridden { get; init; } = [];

    /// <summary>Whether anything in it is an error.</summary>
    public bool HasErrors => Problems.Any(p => p.Severity == CltabSeverity.Error);

    /// <summary>What of it is for a node: the groups that name no nodes, or this one.</summary>
    public CltabDocument On(string? node) => node is null || Groups.All(group => group.Options.IsOn(node)) ? this : this with { Groups = [.. Groups.Where(group => group.Options.IsOn(node))] };

    /// <summary>The errors that keep a group from being accepted; none for a good group.</summary>
    public ImmutableArray<CltabProblem> ErrorsOf(string group) =>
        [.. Problems.Where(p => p.Severity == CltabSeverity.Error && string.Equals(p.Group, group, StringComparison.Ordinal))];
}
