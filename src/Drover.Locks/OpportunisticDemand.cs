using System.Collections.Immutable;

namespace Drover.Locks;

/// <summary>
/// "As many of these as are free": at the grant all candidates are taken that nobody holds and no earlier waiter wants.
/// </summary>
/// <param name="Level">Level of the candidates; the same set demands nothing else there.</param>
/// <param name="Candidates">Names in byte order, each once.</param>
/// <param name="Mode">Mode in which they are taken.</param>
/// <param name="Minimum">How many must be free for a grant. With 0 the demand never waits, so it also keeps nobody else waiting.</param>
public sealed record OpportunisticDemand(string Level, ImmutableArray<string> Candidates, LockMode Mode, int Minimum)
{
    /// <inheritdoc/>
    public bool Equals(OpportunisticDemand? other) =>
        other is not null && Level == other.Level && Mode == other.Mode && Minimum == other.Minimum
        && Candidates.AsSpan().SequenceEqual(other.Candidates.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Level, Mode, Minimum, Candidates.Length);

    /// <inheritdoc/>
    public override string ToString() => $"{Level}/any {Minimum} of {Candidates.Length} {Mode.Word()}";
}
