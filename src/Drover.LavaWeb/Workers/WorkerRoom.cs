using Drover.Doors;
using Drover.Kernel;
using Drover.Kernel.Operations;
using Drover.Lab;
using Drover.Web;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Drover.LavaWeb.Workers;

/// <summary>The HTTP wire of LAVA's workers of 2020.9 and later (<c>docs/protocols/lava-http.md</c>). Errors have LAVA's form: <c>{"error": text}</c>.</summary>
public sealed class WorkerRoom : IWebRoom, IDisposable
{
    private static readonly TimeSpan s_slowRefusal = TimeSpan.FromSeconds(1);

    private readonly IKernel _kernel;
    private readonly WorkerCalls _workers;
    private readonly JobCalls _jobs;
    private readonly WakeUps _wakeUps;
    private readonly RareLines _rare;
    private readonly ILogger _log;

    /// <param name="kernel">Records what workers say.</param>
    /// <param name="lab">Whose test jobs they run.</param>
    /// <param name="options">The settings.</param>
    /// <param name="logging">Takes lines about what happens.</param>
    /// <exception cref="DroverException"><c>LAVA_JOB_KEY</c>: the key of test jobs cannot be had.</exception>
    public WorkerRoom(IKernel kernel, LabDomain lab, LavaWorkerOptions options, ILoggerFactory logging)
    {
        _kernel = kernel;
        _log = logging.CreateLogger(LavaWebLog.Category);
        _rare = new RareLines(kernel.Clock);
        var tokens = JobTokens.Open(options.KeyFile);
        var forms = new FormReader(options, kernel.Clock);
        _wakeUps = new WakeUps(lab, kernel.Clock);
        _workers = new WorkerCalls(kernel, lab.Assignments, options, tokens, forms, _log);
        _jobs = new JobCalls(kernel, lab, tokens, forms, _wakeUps);
    }

    /// <inheritdoc/>
    public void Map(RouteTable routes)
    {
        routes.ByToken("POST", "/scheduler/internal/v1/workers/", Lava(_workers.RegisterAsync));
        routes.ByToken("GET", "/scheduler/internal/v1/workers/{worker}/", Lava(_workers.PingAsync));
        routes.ByToken("GET", "/scheduler/internal/v1/jobs/{id}/", Lava(_jobs.TakeAsync));
        routes.ByToken("POST", "/scheduler/internal/v1/jobs/{id}/", Lava(_jobs.ReportAsync));
        routes.ByToken("POST", "/scheduler/internal/v1/jobs/{id}/logs/", Lava(_jobs.LogAsync));
        routes.ByToken("GET", "/ws/", Lava(_wakeUps.ServeAsync));
    }

    /// <inheritdoc/>
    public void Dispose() => _wakeUps.Dispose();

    /// <summary>Whatever goes wrong becomes an error in LAVA's form. One of the daemon's own comes slowly, for workers try again at once.</summary>
    private Func<Call, Task> Lava(Func<Call, Task> answer) => async call =>
    {
        int status;
        string text;
        try
        {
            await answer(call);
            return;
        }
        catch (Exception e) when (!call.Aborted.IsCancellationRequested && !call.Http.Response.HasStarted)
        {
            (status, text) = e switch
            {
                RequestException known => (known.Status, known.Message),
                BadHttpRequestException bad => (bad.StatusCode, bad.Message),
                OperationException wrong => (StatusCodes.Status400BadRequest, wrong.Message),
                DroverException kept => (StatusCodes.Status503ServiceUnavailable, kept.Message),
                _ => (StatusCodes.Status500InternalServerError, "The daemon could not answer because of a defect of its own; its log says more."),
            };
            Tell(call, status, e);
        }
        if (status >= StatusCodes.Status500InternalServerError)
            await Task.Delay(s_slowRefusal, _kernel.Clock, call.Aborted);
        await call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("error"u8, text);
            writer.WriteEndObject();
        }, status);
    };

    private void Tell(Call call, int status, Exception e)
    {
        var path = call.Http.Request.Path.ToUriComponent();
        if (status == StatusCodes.Status500InternalServerError)
            LavaWebLog.Failed(_log, path, e);
        else if (_rare.Add(call.Visitor.Name) is > 0 and var count)
            LavaWebLog.Refused(_log, count, call.Visitor.Name, path, e.Message);
    }
}
