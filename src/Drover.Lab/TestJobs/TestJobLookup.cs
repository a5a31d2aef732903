using Drover.Kernel.State;
using Drover.Kernel.Tables;

namespace Drover.Lab.TestJobs;

/// <summary>Finds test jobs wherever they are: in memory while they are not over, else in the store. Take both from one moment, such as that of a query.</summary>
public static class TestJobLookup
{
    /// <summary>One test job, or null.</summary>
    /// <param name="state">Knows those that are not over.</param>
    /// <param name="store">Knows the others.</param>
    /// <param name="id">Its id.</param>
    public static TestJob? Find(KernelState state, ITableReader store, long id) => state.TestJob(id) ?? TestJob.Finished.Find(store, TestJob.KeyOf(id));

    /// <summary>All test jobs in the order of their ids.</summary>
    /// <param name="state">Knows those that are not over.</param>
    /// <param name="store">Knows the others.</param>
    /// <param name="after">Only those with greater ids; null for all.</param>
    public static IEnumerable<TestJob> OldestFirst(KernelState state, ITableReader store, long? after = null) => Merge(
        Active(state).Where(job => after is not { } id || job.Id > id), TestJob.Finished.After(store, after is { } limit ? TestJob.KeyOf(limit) : null), 1);

    /// <summary>All test jobs, those with the greatest ids first.</summary>
    /// <param name="state">Knows those that are not over.</param>
    /// <param name="store">Knows the others.</param>
    /// <param name="before">Only those with smaller ids; null for all.</param>
    public static IEnumerable<TestJob> NewestFirst(KernelState state, ITableReader store, long? before = null) => Merge(
        Active(state).Reverse().Where(job => before is not { } id || job.Id < id), TestJob.Finished.Before(store, before is { } limit ? TestJob.KeyOf(limit) : null), -1);

    /// <summary>The members of a group in the order of their numbers.</summary>
    /// <param name="state">Knows those that are not over.</param>
    /// <param name="store">Knows the others.</param>
    /// <param name="madeBy">The job that has made the group. Its members were submitted in one turn, with ids in a row.</param>
    public static IEnumerable<TestJob> Group(KernelState state, ITableReader store, long madeBy) =>
        OldestFirst(state, store, madeBy).SkipWhile(job => job.GroupJob != madeBy).TakeWhile(job => job.GroupJob == madeBy);

    private static IEnumerable<TestJob> Active(KernelState state) => state.Objects.All(TestJob.Kind);

    /// <summary>Two rows in order of ids made one; an id that stands in both is told once, as it is in memory.</summary>
    private static IEnumerable<TestJob> Merge(IEnumerable<TestJob> active, IEnumerable<TestJob> finished, int direction)
    {
        using var one = active.GetEnumerator();
        using var other = finished.GetEnumerator();
        var (hasOne, hasOther) = (one.MoveNext(), other.MoveNext());
        while (hasOne || hasOther)
        {
            var order = !hasOther ? -1 : !hasOne ? 1 : direction * one.Current.Id.CompareTo(other.Current.Id);
            yield return order <= 0 ? one.Current : other.Current;
            if (order <= 0)
                hasOne = one.MoveNext();
            if (order >= 0)
                hasOther = other.MoveNext();
        }
    }
}
