using Drover.Kernel.State;
using Drover.Locks;
using Drover.Web.Calls;

namespace Drover.Pages.Locks;

/// <summary>Who holds which lock, and who waits for whom.</summary>
/// <param name="Locks">Locks, those first for which most wait.</param>
/// <param name="Held">How many locks are held.</param>
/// <param name="Waiting">How many jobs wait for locks.</param>
/// <param name="All">How many locks are held or asked for; more than are shown when there are very many.</param>
public sealed record LocksView(IReadOnlyList<LockLine> Locks, int Held, int Waiting, int All)
{
    private const int MostLocks = 200;
    private const int MostJobs = 20;

    /// <summary>Reads the table of locks of this moment.</summary>
    public static Task<LocksView> ReadAsync(Call call)
    {
        call.Parameters("notice");
        var state = call.Kernel.State;
        var rows = state.Locks.Rows().Where(row => row.Owners.Length + row.Pending.Length > 0).ToList();
        var lines = rows.OrderByDescending(row => row.Pending.Length).Take(MostLocks).Select(row => Line(state, row)).ToList();
        return Task.FromResult(new LocksView(lines, rows.Count(row => row.Owners.Length > 0), state.Locks.WaitingCount, rows.Count));
    }

    private static LockLine Line(KernelState state, LockRow row) => new(
        row.FullName,
        [.. row.Owners.Take(MostJobs).Select(owner => new LockJob(owner.Owner, Summary(state, owner.Owner), owner.Mode == LockMode.Exclusive, owner.Abandoned))],
        [.. row.Pending.Take(MostJobs).Select(pending => new LockJob(pending.Owner, Summary(state, pending.Owner), pending.Mode == LockMode.Exclusive, Abandoned: false))],
        row.Pending.Length);

    private static string Summary(KernelState state, long job) => state.Jobs.GetValueOrDefault(job) is { } entry ? string.Join(", ", entry.Summaries) : "";
}
