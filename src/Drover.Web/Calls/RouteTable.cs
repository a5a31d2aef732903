using Drover.Web.About;
using Drover.Web.Audit;
using Drover.Web.Events;
using Drover.Web.Health;
using Drover.Web.Jobs;
using Drover.Web.Query;
using Drover.Web.Queue;

namespace Drover.Web.Calls;

/// <summary>Every path of the door, described in <c>openapi.json</c>.</summary>
internal static class RouteTable
{
    public static IReadOnlyList<Route> All { get; } =
    [
        Route.Post("/v1/jobs", JobSubmit.SubmitAsync),
        Route.Get("/v1/jobs/{id}", JobReading.ShowAsync),
        Route.Get("/v1/jobs/{id}/logs", JobReading.LogsAsync),
        Route.Get("/v1/jobs/{id}/wait", JobWait.WaitAsync),
        Route.Get("/v1/jobs/{id}/why", JobReading.WhyAsync),
        Route.Post("/v1/jobs/{id}/cancel", JobControls.CancelAsync),
        Route.Post("/v1/jobs/{id}/priority", JobControls.PriorityAsync),
        Route.Post("/v1/jobs/{id}/archive", JobControls.ArchiveAsync),
        Route.Post("/v1/jobs/{id}/break-locks", JobControls.BreakLocksAsync),
        Route.Post("/v1/jobs/archive", JobControls.ArchiveOldAsync),
        Route.Get("/v1/query", QueryRoutes.ResourcesAsync),
        Route.Get("/v1/query/{resource}", QueryRoutes.RowsAsync),
        Route.Get("/v1/query/{resource}/fields", QueryRoutes.FieldsAsync),
        Route.Get("/v1/events", EventStream.FollowAsync),
        Route.Get("/v1/queue", QueueRoutes.ShowAsync),
        Route.Put("/v1/queue", QueueRoutes.ChangeAsync),
        Route.Get("/v1/config", AboutRoutes.ConfigAsync),
        Route.Post("/v1/audit/verify", AuditRoutes.VerifyAsync),
        Route.Get("/v1/version", AboutRoutes.VersionAsync),
        Route.Get("/v1/openapi.json", AboutRoutes.OpenApiAsync),
        Route.Get("/livez", HealthRoutes.LiveAsync, Access.Anyone),
        Route.Get("/readyz", HealthRoutes.ReadyAsync, Access.Anyone),
        Route.Get("/metrics", HealthRoutes.MetricsAsync, Access.Anyone),
    ];
}
