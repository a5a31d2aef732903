using System.Globalization;
using Drover.Kernel;
using Drover.People.Roles;
using Drover.Web.Calls;
using Drover.Web.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Drover.Web.Doors;

/// <summary>Stands in front of all routes: turns errors into answers, and refuses who may not come in.</summary>
/// <param name="options">Names under which the daemon may be addressed over TCP, and how.</param>
/// <param name="sessions">Who has signed in.</param>
/// <param name="people">Who has which token.</param>
/// <param name="logger">Where refusals are told.</param>
internal sealed class Guard(WebOptions options, WebSessions sessions, PersonCallers people, ILogger logger)
{
    /// <summary>Where people are led who have not signed in.</summary>
    private const string SignInPage = "/sign-in";

    private const string TooMany = "TOO_MANY_CONNECTIONS";
    private const string NotSignedIn = "TCP_NOT_SIGNED_IN";
    private const string UnknownToken = "TOKEN_UNKNOWN";

    /// <summary>Runs a request; whatever goes wrong becomes an error body, unless the answer is under way.</summary>
    public async Task PassAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            if (http.Refusal() is { } refusal)
                throw new RequestException(503, TooMany, $"No place for this connection: {refusal}.");
            if (options.InsistsOnTls && http.Request.IsHttps)
                http.Response.OnStarting(InsistOnTls, http);
            Origins.Check(http, options.HostNames, options.Origins);
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

    private static Task InsistOnTls(object http)
    {
        ((HttpContext)http).Response.Headers.StrictTransportSecurity = "max-age=31536000";
        return Task.CompletedTask;
    }

    /// <summary>Finds out who makes a request over TCP: by the token that it shows, else by its session. What changes something must come from a page of ours: browsers say so in a header that pages
    /// cannot set, so that no other site can act for its visitors here; a token no browser sends by itself.</summary>
    private void Recognise(HttpContext http)
    {
        if (http.Visitor().IsLocal)
            return;
        if (BearerToken.Of(http.Request) is { } token)
        {
            if (people.ByToken(token) is { } holder)
                Enter(http, holder, () => people.ByToken(token));
            return;
        }
        if (SessionCookie.Of(http.Request) is not { } secret || CallerOf(secret) is not { } caller)
            return;
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
            Origins.Require(http);
        Enter(http, caller, () => CallerOf(secret));
    }

    private Caller? CallerOf(string secret) => sessions.Find(secret) is not { } session ? null
        : session.Local is { } local ? local
        : session.Role is { } role ? people.Of(session.User, role)
        : session.Account is { } name ? people.ByAccount(name, session.CredentialsSet) : null;

    private void Enter(HttpContext http, Caller caller, Func<Caller?> again)
    {
        sessions.CheckWay(http);
        http.SignIn(caller, again);
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
            throw Unknown(http);
        return http.GetEndpoint() is null
            ? throw new RequestException(404, "ROUTE_UNKNOWN", $"There is nothing at {http.Request.Path}; /v1/openapi.json lists all paths.")
            : next(http);
    }

    /// <summary>Who shows nothing by which they are known.</summary>
    public static RequestException Unknown(HttpContext http) => BearerToken.Of(http.Request) is null
            ? new RequestException(401, NotSignedIn,
                "Over TCP only /livez, /readyz and /metrics are served to strangers. Programs show a token, 'Authorization: Bearer TOKEN', which 'drover token create --user NAME' draws on the daemon's machine; a browser signs in at /sign-in.")
            : new RequestException(401, UnknownToken,
                "The token in the header Authorization is not known, or not any more. 'drover get tokens' lists those that are, 'drover token create --user NAME' draws another.");

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
        if (error.Code == NotSignedIn && HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.Redirect(SignInPage);
            return;
        }
        if (error.Status == StatusCodes.Status401Unauthorized)
            http.Response.Headers.WWWAuthenticate = error.Code == UnknownToken ? "Bearer realm=\"drover\", error=\"invalid_token\"" : "Bearer realm=\"drover\"";
        if (error.Code == TooMany)
            http.Response.Headers.Connection = "close";
        if (error.Status == StatusCodes.Status503ServiceUnavailable)
            http.Response.Headers.RetryAfter = 5.ToString(CultureInfo.InvariantCulture);
        await JsonAnswer.WriteAsync(http.Response, error.Status, error.WriteTo, http.RequestAborted);
    }
}
