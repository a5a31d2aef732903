using System.Collections.Immutable;

namespace Drover.Services.Cltab;

/// <summary>A group after a reading: the definition that holds, and why it is not the one in the file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Definition">What holds; null if the group was refused and there is no earlier definition.</param>
/// <param name="Errors">Why the definition in the file was not taken; none if it was.</param>
public sealed record GroupInForce(string Name, CltabGroup? Definition, ImmutableArray<CltabProblem> Errors)
{
    /// <summary>Whether the file has an error and the group was never good: it cannot be told anything.</summary>
    public bool IsRefused => Definition is null;

    /// <summary>Whether the file has an error and an earlier definition goes on to hold.</summary>
    public bool IsKept => Definition is not null && !Errors.IsEmpty;
}
