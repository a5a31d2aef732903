using Drover.Kernel.Commands;

namespace Drover.Services.Placements;

/// <summary>A placement is another one from now on.</summary>
/// <param name="group">The group.</param>
/// <param name="change">Makes what it is to be of what it is; null takes it off the record.</param>
/// <param name="drawsLease">Whether it gets a lease of its own, with a number that none had before.</param>
internal sealed class ChangePlacement(string group, Func<Placement, Placement?> change, bool drawsLease = false) : Command<Placement?>
{
    protected override Placement? Decide(Decision decision)
    {
        var known = decision.State.Objects.Find(Placement.Kind, group);
        var before = known ?? new Placement { Group = group, Since = decision.Now };
        var after = change(before);
        if (after is null)
        {
            if (known is not null)
                decision.Remove(Placement.Kind, group);
            return null;
        }
        if (drawsLease)
            after = after with { Lease = Draw(decision) };
        if (after.State != before.State || after.Node != before.Node)
            after = after with { Since = decision.Now };
        after = after with { UnplacedSince = after.State is PlacementState.Placed or PlacementState.Changing ? null : before.UnplacedSince ?? decision.Now };
        if (after != known)
            decision.Store(Placement.Kind, group, after);
        return after;
    }

    private static long Draw(Decision decision)
    {
        var number = (decision.State.Objects.Find(LeaseNumbers.Kind, LeaseNumbers.Key)?.Last ?? 0) + 1;
        decision.Store(LeaseNumbers.Kind, LeaseNumbers.Key, new LeaseNumbers { Last = number });
        return number;
    }
}
