using System.Globalization;
using Drover.Kernel;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Drover.Web.Doors;

/// <summary>Stands in front of all routes: turns errors into answers, and refuses who may not come in.</summary>
internal sealed class Guard(IReadOnlyList<string> hostNames, ILogger logger)
{
    private const string TooMany = "TOO_MANY_CONNECTIONS";

    /// <summary>Runs a request; whatever goes wrong becomes an error body, unless the answer is under way.</summary>
    public async Task PassAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            if (http.Refusal() is { } refusal)
                throw new RequestException(503, TooMany, $"No place for this connection: {refusal}.");
            Origins.Check(http, hostNames);
            await next(http);
            if (http.Response is { HasStarted: false, StatusCode: StatusCodes.Status405MethodNotAllowed })
                throw new RequestException(405, "METHOD_NOT_ALLOWED",
                    $"{http.Request.Path} does not take {http.Request.Method}; it takes {http.Response.Headers.Allow}.");
        }
        catch (Exception e) when (http.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            // Nobody is left to be answered.
        }
        catch (Exception e)
        {
            await RefuseAsync(http, e);
        }
    }

    /// <summary>Lets a request through to its route when its caller may use it.</summary>
    public static Task AdmitAsync(HttpContext http, RequestDelegate next)
    {
        var visitor = http.Visitor();
        var route = http.GetEndpoint()?.Metadata.GetMetadata<Route>();
        if (route is { ByToken: true })
            return next(http);
        if (route is not null)
        {
            var resource = route.Resource == Route.OfPath ? (string)http.Request.RouteValues["resource"]! : route.Resource;
            if (AccessGate.AllowsSome(visitor.Caller, route.Action, resource))
                return next(http);
            if (visitor.IsLocal)
                throw new NotAllowedException(visitor.Caller, new Permission(route.Action, resource, http.Request.RouteValues["id"] as string));
        }
        if (!visitor.IsLocal)
            throw new RequestException(403, "TCP_NOT_SIGNED_IN",
                "Over TCP only /livez, /readyz and /metrics are served, and the paths of LAVA's workers and clients by their tokens, because there is no sign-in yet. Use the daemon's UNIX socket for everything else.");
        return http.GetEndpoint() is null
            ? throw new RequestException(404, "ROUTE_UNKNOWN", $"There is nothing at {http.Request.Path}; /v1/openapi.json lists all paths.")
            : next(http);
    }

    private async Task RefuseAsync(HttpContext http, Exception e)
    {
        var error = ErrorBody.From(e);
        if (error.Status == StatusCodes.Status500InternalServerError)
            HttpLog.Failed(logger, http.Request.Method, http.Request.Path.ToUriComponent(), e);
        else if (logger.IsEnabled(LogLevel.Debug))
            HttpLog.Refused(logger, http.Request.Method, http.Request.Path.ToUriComponent(), http.Visitor().Caller.Actor, error.Code);
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }
        http.Response.Clear();
        if (error.Code == TooMany)
            http.Response.Headers.Connection = "close";
        if (error.Status == StatusCodes.Status503ServiceUnavailable)
            http.Response.Headers.RetryAfter = 5.ToString(CultureInfo.InvariantCulture);
        await JsonAnswer.WriteAsync(http.Response, error.Status, error.WriteTo, http.RequestAborted);
    }
}
