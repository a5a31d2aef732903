using Drover.Kernel;
using Drover.Web.About;
using Drover.Web.Audit;
using Drover.Web.Events;
using Drover.Web.Health;
using Drover.Web.Jobs;
using Drover.Web.Logs;
using Drover.Web.Query;
using Drover.Web.Queue;

namespace Drover.Web.Calls;

/// <summary>Every path of the door, described in <c>openapi.json</c>.</summary>
internal static class RouteTable
{
    public static IReadOnlyList<Route> All { get; } =
    [
        Route.Post("/v1/jobs", AccessAction.Submit, Protected.Opcode, JobSubmit.SubmitAsync),
        Route.Get("/v1/jobs/{id}", Protected.Job, JobReading.ShowAsync),
        Route.Get("/v1/jobs/{id}/logs", Protected.Job, JobReading.LogsAsync),
        Route.Get("/v1/jobs/{id}/wait", Protected.Job, JobWait.WaitAsync),
        Route.Get("/v1/jobs/{id}/why", Protected.Job, JobReading.WhyAsync),
        Route.Post("/v1/jobs/{id}/cancel", AccessAction.Cancel, Protected.Job, JobControls.CancelAsync),
        Route.Post("/v1/jobs/{id}/priority", AccessAction.Control, Protected.Job, JobControls.PriorityAsync),
        Route.Post("/v1/jobs/{id}/archive", AccessAction.Control, Protected.Job, JobControls.ArchiveAsync),
        Route.Post("/v1/jobs/{id}/break-locks", AccessAction.Administer, Protected.Job, JobControls.BreakLocksAsync),
        Route.Post("/v1/jobs/archive", AccessAction.Control, Protected.Job, JobControls.ArchiveOldAsync),
        Route.Get("/v1/query", Protected.Daemon, QueryRoutes.ResourcesAsync),
        Route.Get("/v1/query/{resource}", Route.OfPath, QueryRoutes.RowsAsync),
        Route.Get("/v1/query/{resource}/fields", Route.OfPath, QueryRoutes.FieldsAsync),
        Route.Get("/v1/events", Protected.Event, EventStream.FollowAsync),
        new("GET", "/v1/logs", AccessAction.Inspect, Protected.Log, LogRoutes.ListAsync),
        new("GET", "/v1/logs/{name}", AccessAction.Inspect, Protected.Log, LogRoutes.ReadAsync),
        Route.Get("/v1/queue", Protected.Queue, QueueRoutes.ShowAsync),
        Route.Put("/v1/queue", AccessAction.Control, Protected.Queue, QueueRoutes.ChangeAsync),
        Route.Get("/v1/config", Protected.Setting, AboutRoutes.ConfigAsync),
        Route.Post("/v1/audit/verify", AccessAction.Administer, Protected.Journal, AuditRoutes.VerifyAsync),
        Route.Get("/v1/version", Protected.Daemon, AboutRoutes.VersionAsync),
        Route.Get("/v1/openapi.json", Protected.Daemon, AboutRoutes.OpenApiAsync),
        Route.Get("/livez", Protected.Health, HealthRoutes.LiveAsync),
        Route.Get("/readyz", Protected.Health, HealthRoutes.ReadyAsync),
        Route.Get("/metrics", Protected.Metrics, HealthRoutes.MetricsAsync),
    ];
}
