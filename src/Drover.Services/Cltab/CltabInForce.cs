using System.Collections.Immutable;

namespace Drover.Services.Cltab;

/// <summary>What is in force after one or more readings of a cltab.</summary>
/// <param name="Groups">Groups in file order of the last reading.</param>
/// <param name="Settings">Master settings of the last reading.</param>
/// <param name="Problems">All problems of the last reading, also those of no group.</param>
public sealed record CltabInForce(
    ImmutableArray<GroupInForce> Groups, CltabSettings Settings, ImmutableArray<CltabProblem> Problems)
{
    /// <summary>Before any reading: nothing.</summary>
    public static CltabInForce Nothing { get; } = new([], new CltabSettings(), []);

    /// <summary>The group of a name; null if there is none.</summary>
    public GroupInForce? Find(string name) => Groups.FirstOrDefault(g => string.Equals(g.Name, name, StringComparison.Ordinal));
}
