using System.Collections.Immutable;

namespace Drover.Locks;

/// <summary>
/// "Exactly <see cref="Count"/> of these": a grant picks the first ones in their order that nobody holds and no earlier waiter keeps. No
/// lock is given to two demands of one set.
/// </summary>
public sealed record ChoosingDemand
{
    internal ChoosingDemand(string level, CandidateList list, LockMode mode, int count) => (Level, List, Mode, Count) = (level, list, mode, count);

    /// <summary>Level of the candidates.</summary>
    public string Level { get; }

    /// <summary>Names in the order of preference, each once.</summary>
    public ImmutableArray<string> Candidates => List.Names;

    /// <summary>Mode in which they are taken.</summary>
    public LockMode Mode { get; }

    /// <summary>How many are picked: 1 or more.</summary>
    public int Count { get; }

    internal CandidateList List { get; }

    internal LockName NameOf(int place) => new(Level, List.Names[place]);

    /// <inheritdoc/>
    public override string ToString() => $"{Level}/{Count} of {List} {Mode.Word()}";
}
