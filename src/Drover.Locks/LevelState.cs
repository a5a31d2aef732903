using System.Collections.Immutable;

namespace Drover.Locks;

/// <summary>
/// State of a level. The <c>Limit</c> members answer the one question of granting in a few look-ups: up to which place in the order do
/// demands of this kind pass here? A request passes when its own place is not after the limit, that is, when no holder and no earlier
/// waiter conflicts.
/// </summary>
/// <param name="Whole">The level as a whole: <c>level/[lockset]</c>.</param>
/// <param name="Members">Its locks that are held or wanted.</param>
/// <param name="SharedHolds">How many (owner, member) pairs are held shared.</param>
/// <param name="ExclusiveHolds">How many members are held exclusively.</param>
/// <param name="MemberWaiting">Requests that want any member, per mode; what demands for the whole level look at.</param>
/// <param name="MemberParked">Requests for members that a demand for the whole level, held or earlier, keeps waiting.</param>
/// <param name="Choices">Waiting requests with choosing demands, by their candidates.</param>
/// <param name="Closed">Locks that no choosing demand picks, each with the reason.</param>
internal sealed partial record LevelState(
    LockPoint Whole,
    ImmutableDictionary<string, LockPoint> Members,
    int SharedHolds,
    int ExclusiveHolds,
    WaitQueue MemberWaiting,
    WaitQueue MemberParked,
    ImmutableArray<ChoiceQueue> Choices,
    ImmutableSortedDictionary<string, string> Closed)
{
    public static LevelState Unused { get; } = new(
        LockPoint.Unused, ImmutableDictionary.Create<string, LockPoint>(StringComparer.Ordinal), 0, 0, WaitQueue.Empty, WaitQueue.Empty, [],
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    public LockPoint this[string? member] => member is null ? Whole : Members.GetValueOrDefault(member, LockPoint.Unused);

    /// <summary>Whether anybody holds something that conflicts with a demand.</summary>
    public bool IsHeldAgainst(string? member, LockMode mode) =>
        Whole.IsHeldAgainst(mode)
        || (member is null ? ExclusiveHolds > 0 || (mode == LockMode.Exclusive && SharedHolds > 0)
            : Members.TryGetValue(member, out var point) && point.IsHeldAgainst(mode));

    public OrderKey WholeLimit(LockMode mode) => IsHeldAgainst(null, mode)
        ? OrderKey.Nobody
        : OrderKey.First(Whole.Waiting.FirstAgainst(mode), MemberWaiting.FirstAgainst(mode));

    /// <summary>The limit for all members that the whole level's holders and waiters set.</summary>
    public OrderKey AnyMemberLimit(LockMode mode) => Whole.IsHeldAgainst(mode) ? OrderKey.Nobody : Whole.Waiting.FirstAgainst(mode);

    /// <summary>The limit that a member's own holders and waiters set.</summary>
    public OrderKey MemberLimit(string member, LockMode mode) =>
        !Members.TryGetValue(member, out var point) ? OrderKey.Everybody
        : point.IsHeldAgainst(mode) ? OrderKey.Nobody
        : point.Waiting.FirstAgainst(mode);

    public LevelState Put(string? member, LockPoint point)
    {
        if (member is null)
            return this with { Whole = point };
        var members = point.IsUnused ? Members.Remove(member) : Members.SetItem(member, point);
        return this with { Members = members, Choices = Choices.IsEmpty ? Choices : ChoicesWith(member, UseOf(member, point)) };
    }

    /// <summary>With a member closed for the reason, or open when there is none.</summary>
    public LevelState WithClosed(string member, string? reason)
    {
        var changed = this with { Closed = reason is null ? Closed.Remove(member) : Closed.SetItem(member, reason) };
        return changed with { Choices = changed.ChoicesWith(member, changed.UseOf(member, this[member])) };
    }

    public LevelState WithOwner(string? member, long owner, LockMode mode) =>
        Put(member, this[member].WithOwner(owner, mode)).Count(member, mode, 1);

    public LevelState WithoutOwner(string? member, long owner, LockMode mode) =>
        Put(member, this[member].WithoutOwner(owner, mode)).Count(member, mode, -1);

    private CandidateUse UseOf(string member, LockPoint point) => Closed.ContainsKey(member) ? CandidateUse.Taken : point.Use;

    private LevelState Count(string? member, LockMode mode, int change) =>
        member is null ? this
        : mode == LockMode.Shared ? this with { SharedHolds = SharedHolds + change }
        : this with { ExclusiveHolds = ExclusiveHolds + change };
}
