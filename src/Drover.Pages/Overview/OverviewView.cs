using Drover.Kernel.Queries;
using Drover.Kernel.State;
using Drover.Pages.Jobs;
using Drover.Pages.Overview.History;
using Drover.Pages.Reading;
using Drover.Pages.Services;
using Drover.Web.Calls;
using Drover.Web.Health;

namespace Drover.Pages.Overview;

/// <summary>How it is: whether the daemon takes work, what runs, what waits longest, what has failed.</summary>
/// <param name="Problems">What keeps the daemon from taking work.</param>
/// <param name="Notices">What is good to know.</param>
/// <param name="IsDrained">Whether new jobs are refused.</param>
/// <param name="Count">How many unfinished jobs there are in each state.</param>
/// <param name="Running">Jobs that run, the newest first.</param>
/// <param name="Waiting">Jobs that wait, the oldest first.</param>
/// <param name="Failed">Jobs that failed, the newest first.</param>
/// <param name="Failing">Groups of services that are not well.</param>
/// <param name="History">The last hour and day.</param>
public sealed record OverviewView(
    IReadOnlyList<(string Name, string Problem)> Problems, IReadOnlyList<(string Name, string Problem)> Notices, bool IsDrained, QueueCount Count,
    IReadOnlyList<JobLine> Running, IReadOnlyList<JobLine> Waiting, IReadOnlyList<JobLine> Failed, IReadOnlyList<Row> Failing, QueueHistory History)
{
    private const int MostLines = 10;

    /// <summary>Looks.</summary>
    public static async Task<OverviewView> ReadAsync(Call call, HealthRoom health, QueueHistory history)
    {
        call.Parameters("notice");
        var state = call.Kernel.State;
        var picks = JobPicks.Of(state, MostLines);
        var (running, waiting, failed) = (await LinesAsync(call, picks.Running), await LinesAsync(call, picks.Waiting), await LinesAsync(call, picks.Failed));
        var failing = await ServicesView.ReadAsync(call, QueryFilter.AnyOf("state", ["FAILED", "DEGRADED", "REFUSED"]));
        return new OverviewView(
            [.. health.Failures(call.Kernel)], [.. health.Notices()], state.QueueState.Drained, QueueCount.Of(state), running, waiting, failed, failing.Groups, history);
    }

    /// <summary>The jobs of these ids; what has been archived meanwhile is left out.</summary>
    private static async Task<IReadOnlyList<JobLine>> LinesAsync(Call call, IReadOnlyList<long> ids)
    {
        if (ids.Count == 0)
            return [];
        var (jobs, _) = await JobLine.ListAsync(call, QueryFilter.AnyOf("id", ids.Select(id => (FieldValue)id)), "", ids.Count);
        return [.. jobs.Where(job => job.Status.Length > 0)];
    }
}
