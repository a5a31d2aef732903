using System.Collections.Immutable;

namespace Drover.Locks;

/// <summary>The waiting requests that choose from one list of candidates, and what they keep from later requests.</summary>
/// <param name="Candidates">The list.</param>
/// <param name="Waiting">Those that choose from it.</param>
/// <param name="Parked">Later requests that could have a candidate but for these.</param>
/// <param name="Short">Those of <paramref name="Waiting"/> that wait for a candidate to get free.</param>
/// <param name="Uses">What is known of each candidate, so that nearly all of them need no look-up.</param>
/// <param name="Untouched">How many candidates nobody holds and nobody asks for by name.</param>
/// <param name="Need">How many picks are waited for here.</param>
/// <param name="Claims">How many picks are waited for here and wherever else one of these candidates may be picked.</param>
internal sealed record ChoiceQueue(
    CandidateList Candidates, WaitQueue Waiting, WaitQueue Parked, WaitQueue Short,
    ImmutableArray<CandidateUse> Uses, int Untouched, int Need, int Claims)
{
    /// <summary>Whatever the others pick, enough untouched candidates are left for each: then nothing has to be kept from anybody.</summary>
    public bool HasPlenty => Untouched >= Claims;

    /// <summary>Up to which place in the order demands for a candidate pass.</summary>
    public OrderKey Limit(LockMode mode) => HasPlenty ? OrderKey.Everybody : Waiting.FirstAgainst(mode);

    public ChoiceQueue WithUse(int place, CandidateUse use) => this with
    {
        Uses = Uses.SetItem(place, use),
        Untouched = Untouched + (use == CandidateUse.None ? 1 : 0) - (Uses[place] == CandidateUse.None ? 1 : 0),
    };
}

internal enum CandidateUse : byte
{
    /// <summary>Nobody holds it, nobody asks for it by name.</summary>
    None,

    /// <summary>Held shared, or asked for by name: whether it is free depends on who asks.</summary>
    Some,

    /// <summary>Held exclusively, or closed: free for nobody who chooses.</summary>
    Taken,
}
