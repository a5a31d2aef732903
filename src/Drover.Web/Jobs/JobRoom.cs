using Drover.Kernel;
using Drover.Web.Calls;

namespace Drover.Web.Jobs;

/// <summary>Jobs: submit them, look at them, follow them, control them.</summary>
/// <param name="options">How streams of jobs behave.</param>
public sealed class JobRoom(JobRoomOptions options) : IWebRoom
{
    /// <inheritdoc/>
    public void Map(RouteTable routes)
    {
        routes.Post("/v1/jobs", AccessAction.Submit, Protected.Opcode, JobSubmit.SubmitAsync);
        routes.Post("/v1/jobs/check", AccessAction.Submit, Protected.Opcode, JobCheck.CheckAsync);
        routes.Get("/v1/jobs/{id}", Protected.Job, JobReading.ShowAsync);
        routes.Get("/v1/jobs/{id}/history", Protected.Job, JobHistory.ShowAsync);
        routes.Get("/v1/jobs/{id}/logs", Protected.Job, JobReading.LogsAsync);
        routes.Get("/v1/jobs/{id}/follow", Protected.Job, new JobStream(options).FollowAsync);
        routes.Get("/v1/jobs/{id}/wait", Protected.Job, JobWait.WaitAsync);
        routes.Get("/v1/jobs/{id}/why", Protected.Job, JobReading.WhyAsync);
        routes.Post("/v1/jobs/{id}/cancel", AccessAction.Cancel, Protected.Job, JobControls.CancelAsync);
        routes.Post("/v1/jobs/{id}/priority", AccessAction.Control, Protected.Job, JobControls.PriorityAsync);
        routes.Post("/v1/jobs/{id}/archive", AccessAction.Control, Protected.Job, JobControls.ArchiveAsync);
        routes.Post("/v1/jobs/{id}/break-locks", AccessAction.Administer, Protected.Job, JobControls.BreakLocksAsync);
        routes.Post("/v1/jobs/archive", AccessAction.Control, Protected.Job, JobControls.ArchiveOldAsync);
    }
}
