using Drover.Kernel;
using Drover.Kernel.Queries;
using Drover.Pages.Assets;
using Drover.Pages.Audit;
using Drover.Pages.Errors;
using Drover.Pages.Jobs;
using Drover.Pages.Lab;
using Drover.Pages.Live;
using Drover.Pages.Locks;
using Drover.Pages.Logs;
using Drover.Pages.Nodes;
using Drover.Pages.Overview;
using Drover.Pages.Overview.History;
using Drover.Pages.Rendering;
using Drover.Pages.Services;
using Drover.Pages.Settings;
using Drover.Pages.SignIn;
using Drover.Pages.Tables;
using Drover.Pages.TestJobs;
using Drover.Web;
using Drover.Web.Calls;
using Drover.Web.Doors;
using Drover.Web.Sessions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Drover.Pages;

/// <summary>The pages for browsers: rendered here, readable without a script, and kept up to date by one (<c>docs/web.md</c>).</summary>
/// <param name="kernel">What changes.</param>
/// <param name="sources">What is shown besides.</param>
/// <param name="sessions">Who has signed in.</param>
/// <param name="followers">Places of live streams.</param>
/// <param name="loggers">Makes the log.</param>
public sealed class PagesRoom(IKernel kernel, PageSources sources, WebSessions sessions, FollowerPlaces followers, ILoggerFactory loggers) : IWebRoom, IDisposable
{
    /// <summary>The kind of thing is the resource that the path names.</summary>
    private const string Named = "{resource}";

    private readonly PageRenderer _renderer = new(loggers);
    private readonly PageCache _pages = new(new ChangeBeat(kernel));
    private readonly LogShelf _shelf = new(sources.Logs);
    private readonly QueueHistory _history = new(kernel, sources.Meters);

    /// <inheritdoc/>
    public void Map(RouteTable routes)
    {
        routes.Get("/", Protected.Daemon, Page<OverviewPage, OverviewView>(call => OverviewView.ReadAsync(call, sources.Health, _history)));
        routes.Get("/jobs", Protected.Job, Page<JobsPage, JobsView>(JobsView.ReadAsync));
        routes.Get("/jobs/{id}", Protected.Job, Page<JobPage, JobPageView>(call => JobPageView.ReadAsync(call, _shelf)));
        routes.Get("/jobs/{id}/history", Protected.Job, Page<CaseHistoryPage, CaseHistoryView>(CaseHistoryView.ReadAsync));
        routes.Post("/jobs/{id}/cancel", AccessAction.Cancel, Protected.Job, Action(JobActions.CancelAsync));
        routes.Post("/jobs/{id}/priority", AccessAction.Control, Protected.Job, Action(JobActions.PriorityAsync));
        routes.Post("/jobs/{id}/retry", AccessAction.Submit, Protected.Opcode, Action(JobActions.RetryAsync));
        routes.Get("/services", "service-group", Page<ServicesPage, ServicesView>(call => ServicesView.ReadAsync(call)));
        routes.Get("/services/{group}", "service-group", Page<GroupPage, ServicesView>(call => ServicesView.ReadGroupAsync(call, _shelf)));
        routes.Post("/services/{group}/level", AccessAction.Submit, Protected.Opcode, Action(ServicesView.ChangeLevelAsync));
        routes.Get("/nodes", NodesView.Resource, Page<NodesPage, NodesView>(NodesView.ReadAsync));
        routes.Get("/nodes/{node}", NodesView.Resource, Page<NodePage, NodesView>(NodesView.ReadNodeAsync));
        routes.Post("/nodes", AccessAction.Submit, Protected.Opcode, Action(new NodeInvitation(_renderer).InviteAsync));
        routes.Get("/devices", LabView.DeviceResource, Page<DevicesPage, LabView>(LabView.ReadDevicesAsync));
        routes.Get("/devices/{name}", LabView.DeviceResource, Page<DevicePage, LabView>(LabView.ReadDeviceAsync));
        routes.Get("/workers", LabView.WorkerResource, Page<WorkersPage, LabView>(LabView.ReadWorkersAsync));
        routes.Get("/workers/{name}", LabView.WorkerResource, Page<WorkerPage, LabView>(LabView.ReadWorkerAsync));
        routes.Get("/test-jobs", LabView.TestJobResource, Page<TestJobsPage, LabView>(LabView.ReadTestJobsAsync));
        var check = new JournalCheck(sources.Audit);
        routes.Get("/locks", "lock", Page<LocksPage, LocksView>(LocksView.ReadAsync));
        routes.Get("/logs/{name}", Protected.Log, Page<LogPage, LogView>(_shelf.ReadAsync));
        routes.Get("/settings", Protected.Setting, Page<SettingsPage, IReadOnlyList<SettingLine>>(call => SettingLine.ReadAsync(call, sources.Settings)));
        routes.Get("/audit", Protected.Event, Page<AuditPage, AuditView>(call => AuditView.ReadAsync(call, check)));
        routes.Post("/audit/verify", AccessAction.Administer, Protected.Journal, Action(check.RunAsync));
        routes.Get("/list", Protected.Daemon, Page<ResourcesPage, IReadOnlyList<Resource>>(ReadResourcesAsync));
        routes.Get("/list/{resource}", Named, Page<TablePage, TableView>(TableView.ReadAsync));
        routes.Get("/list/{resource}/{name}", Named, Page<RowPage, TableView>(TableView.ReadRowAsync));
        routes.Get("/live", Protected.Event, new LiveStream(_pages.Beat, _shelf, followers).FollowAsync);

        var door = new SignInPages(sessions, _renderer);
        routes.ByToken("GET", "/sign-in", door.ShowAsync);
        routes.ByToken("GET", "/sign-in/{link}", door.ShowLinkAsync);
        routes.ByToken("POST", "/sign-in", door.SignInAsync);
        var provider = new ProviderPages(sessions, _renderer);
        routes.ByToken("GET", ProviderPages.Begin, provider.BeginAsync);
        routes.ByToken("GET", ProviderPages.Back, provider.BackAsync);
        routes.ByToken("POST", "/sign-out", door.SignOutAsync);
        var account = new AccountPages(sessions, _renderer);
        routes.Get("/account", Protected.Daemon, account.ShowAsync);
        routes.Post("/account/password", AccessAction.View, Protected.Daemon, Action(account.ChangePasswordAsync));
        routes.ByToken("POST", "/language", SignInPages.ChooseLanguageAsync);
        routes.ByToken("GET", "/assets/{hash}/{name}", AssetFiles.AnswerAsync);
    }

    /// <summary>Ends the look at the queue.</summary>
    public void Dispose() => _history.Dispose();

    private static Task<IReadOnlyList<Resource>> ReadResourcesAsync(Call call)
    {
        call.Parameters("notice");
        return Task.FromResult<IReadOnlyList<Resource>>(
            [.. call.Kernel.Model.Resources.All.Where(resource => call.Sees(Visibility.Everyone, resource.Name)).OrderBy(resource => resource.Name, StringComparer.Ordinal)]);
    }

    /// <summary>A page that shows what is read; what goes wrong while it is read becomes a page too.</summary>
    private Func<Call, Task> Page<TPage, TView>(Func<Call, Task<TView>> read) where TPage : IComponent => call => ToldAsync(call, async () =>
    {
        var frame = Redirect.Told(call, PageRenderer.FrameOf(call));
        await PageRenderer.SendAsync(call, await _pages.GetAsync(call, frame, async () => await _renderer.RenderAsync<TPage>(new() { ["Frame"] = frame, ["View"] = await read(call) })));
    });

    private Func<Call, Task> Action(Func<Call, Task> act) => call => ToldAsync(call, () => act(call));

    private async Task ToldAsync(Call call, Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (Exception e) when (ErrorBody.From(e) is { Status: < StatusCodes.Status500InternalServerError } error && !call.Http.Response.HasStarted)
        {
            await _renderer.AnswerAsync<ErrorPage>(call, new() { ["Frame"] = PageRenderer.FrameOf(call), ["Message"] = error.Message, ["Code"] = error.Code }, error.Status);
        }
    }
}
