using System.Globalization;
using Drover.Kernel.Jobs;
using Drover.Kernel.State;

namespace Drover.Kernel;

/// <summary>What somebody has to be allowed.</summary>
/// <param name="Action">What they want to do.</param>
/// <param name="Resource">With what kind of thing: a query resource, an object kind, or one of the names of <see cref="Protected"/>.</param>
/// <param name="Key">Which one of it; null means all of that kind.</param>
/// <param name="Owner">To whom that one belongs; null when it belongs to nobody, or nobody knows.</param>
public readonly record struct Permission(AccessAction Action, string Resource, string? Key = null, Principal? Owner = null)
{
    /// <summary>Permission for a job.</summary>
    public static Permission ToJob(AccessAction action, JobEntry job) => ToJob(action, job.Id, job.Owner);

    /// <summary>Permission for a job that may have been archived, or may not be there: it then belongs to nobody.</summary>
    public static Permission ToJob(AccessAction action, long id, KernelState state) =>
        ToJob(action, id, state.Jobs.GetValueOrDefault(id)?.Owner);

    /// <summary>Permission for a job whose owner is known.</summary>
    public static Permission ToJob(AccessAction action, long id, Principal? owner) =>
        new(action, Protected.Job, id.ToString(CultureInfo.InvariantCulture), owner);

    /// <summary>In words: <c>cancel job 17</c>.</summary>
    public override string ToString() =>
        $"{Action.ToString().ToLowerInvariant()} {Resource}{(string.IsNullOrEmpty(Key) ? "" : " " + Key)}";
}
