using System.Globalization;
using Drover.Kernel;
using Drover.Web.Calls;
using Drover.Web.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Drover.Web.Doors;

/// <summary>Stands in front of all routes: turns errors into answers, and refuses who may not come in.</summary>
/// <param name="hostNames">Names under which the daemon may be addressed over TCP.</param>
/// <param name="sessions">Who has signed in.</param>
/// <param name="logger">Where refusals are told.</param>
internal sealed class Guard(IReadOnlyList<string> hostNames, WebSessions sessions, ILogger logger)
{
    /// <summary>Where people are led who have not signed in.</summary>
    private const string SignInPage = "/sign-in";

    private const string TooMany = "TOO_MANY_CONNECTIONS";

    /// <summary>Runs a request; whatever goes wrong becomes an error body, unless the answer is under way.</summary>
    public async Task PassAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            if (http.Refusal() is { } refusal)
                throw new RequestException(503, TooMany, $"No place for this connection: {refusal}.");
            Origins.Check(http, hostNames);
            Recognise(http);
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

    /// <summary>Finds the session of a request over TCP. What changes something must come from a page of ours: browsers say so in a header that pages
    /// cannot set, so that no other site can act for its visitors here.</summary>
    private void Recognise(HttpContext http)
    {
        if (http.Visitor().IsLocal || SessionCookie.Of(http.Request) is not { } secret || sessions.Find(secret) is not { } session)
            return;
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method) && http.Request.Headers.Origin.Count == 0)
            throw new RequestException(403, "ORIGIN_MISSING", "A browser that has signed in must say from which page a request comes (the header Origin), when it is to change something.");
        http.SignIn(session.Caller);
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
            if (visitor.IsKnown)
                throw new NotAllowedException(visitor.Caller, new Permission(route.Action, resource, http.Request.RouteValues["id"] as string));
        }
        if (!visitor.IsKnown)
            throw new RequestException(403, "TCP_NOT_SIGNED_IN",
                "Over TCP only /livez, /readyz and /metrics are served to strangers, and the paths of LAVA's workers and clients by their tokens. A browser signs in by a link that 'drover web' prints; programs use the daemon's UNIX socket.");
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
        if (error.Code == "TCP_NOT_SIGNED_IN" && HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.Redirect(SignInPage);
            return;
        }
        if (error.Code == TooMany)
            http.Response.Headers.Connection = "close";
        if (error.Status == StatusCodes.Status503ServiceUnavailable)
            http.Response.Headers.RetryAfter = 5.ToString(CultureInfo.InvariantCulture);
        await JsonAnswer.WriteAsync(http.Response, error.Status, error.WriteTo, http.RequestAborted);
    }
}
