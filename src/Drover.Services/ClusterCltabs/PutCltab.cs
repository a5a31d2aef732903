using Drover.Kernel.Commands;

namespace Drover.Services.ClusterCltabs;

/// <summary>A version of the cluster's cltab counts from now on, for all or for some nodes. What is kept of old versions, and is one too many, goes.</summary>
/// <param name="added">A new version, without its number; null for one that is kept.</param>
/// <param name="rollout">Which node is to have which version; of a new one the number is put in.</param>
/// <param name="kept">Versions that are kept.</param>
internal sealed class PutCltab(CltabVersion? added, Func<CltabRollout, int, CltabRollout> rollout, int kept) : Command<int>
{
    /// <returns>The number of a new version; 0 where there is none.</returns>
    protected override int Decide(Decision decision)
    {
        var before = CltabRollout.Of(decision.State);
        var number = added is null ? 0 : before.Last + 1;
        if (added is not null)
            decision.Store(CltabVersion.Kind, CltabVersion.KeyOf(number), added with { Version = number, Set = decision.Now });
        var after = rollout(before, number) with { Last = before.Last + (added is null ? 0 : 1) };
        decision.Store(CltabRollout.Kind, CltabRollout.Key, after);
        foreach (var old in decision.State.Objects.All(CltabVersion.Kind).OrderByDescending(version => version.Version).Skip(kept).Where(version => !after.Counts(version.Version)).ToList())
            decision.Remove(CltabVersion.Kind, CltabVersion.KeyOf(old.Version));
        return number;
    }
}
