using Drover.Pages.Rendering;
using Drover.Web.Calls;
using Drover.Web.Sessions;
using Microsoft.AspNetCore.Http;

namespace Drover.Pages.SignIn;

/// <summary>Sign-in by somebody else who knows the user: there and back.</summary>
/// <param name="sessions">Who is signed in.</param>
/// <param name="renderer">Renders the page.</param>
internal sealed class ProviderPages(WebSessions sessions, PageRenderer renderer)
{
    public const string Begin = "/sign-in/openid", Back = "/sign-in/openid/back";

    /// <summary>Sends the browser to the provider.</summary>
    public Task BeginAsync(Call call) => ToldAsync(call, async () =>
    {
        sessions.CheckWay(call.Http);
        var back = new Uri(Origin(call) + Back);
        var visit = await sessions.BeginByProviderAsync(back, call.Aborted);
        var response = call.Http.Response;
        response.Cookies.Append(CookieFor(back), visit.Ticket, OptionsFor(back));
        PageRenderer.Protect(response);
        response.Headers.CacheControl = "no-store";
        response.StatusCode = StatusCodes.Status302Found;
        response.Headers.Location = visit.Address.AbsoluteUri;
    });

    /// <summary>Takes the browser back, in a session of its own.</summary>
    public Task BackAsync(Call call) => ToldAsync(call, async () =>
    {
        sessions.CheckWay(call.Http);
        var (request, response) = (call.Http.Request, call.Http.Response);
        var back = new Uri(Origin(call) + Back);
        string? Given(string name) => request.Query[name] is [{ Length: > 0 } value] ? value : null;
        var brought = new ProviderReturn(Given("code"), Given("state"), Given("iss"), Given("error"), request.Cookies[CookieFor(back)]);
        response.Cookies.Delete(CookieFor(back), OptionsFor(back));
        if (await sessions.SignInByProviderAsync(brought, call.Address, call.Aborted) is not { } secret)
        {
            await AnswerAsync(call, StatusCodes.Status403Forbidden, PageRenderer.FrameOf(call).Words["sign-in.provider-refused"]);
            return;
        }
        if (SessionCookie.Of(request) is { } former)
            sessions.SignOut(former);
        SessionCookie.Set(response, secret, back.Scheme == Uri.UriSchemeHttps);
        // The browser comes from another site, which a strict cookie does not go along with: it goes on from a page of ours.
        response.Headers["Refresh"] = "0; url=/";
        await AnswerAsync(call, StatusCodes.Status200OK, hasEntered: true);
    });

    private async Task ToldAsync(Call call, Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (DroverException e) when (ErrorBody.From(e) is { Status: StatusCodes.Status503ServiceUnavailable or StatusCodes.Status404NotFound } error)
        {
            await AnswerAsync(call, error.Status, e.Code == "PROVIDER_AWAY" ? PageRenderer.FrameOf(call).Words["sign-in.provider-away"] : error.Message);
        }
    }

    /// <summary>Where the browser sees the daemon.</summary>
    private string Origin(Call call) => sessions.Origin ?? $"{call.Http.Request.Scheme}://{call.Http.Request.Host}";

    private static string CookieFor(Uri back) => back.Scheme == Uri.UriSchemeHttps ? "__Host-drover-openid" : "drover-openid";

    // Lax: the browser comes back from another site.
    private static CookieOptions OptionsFor(Uri back) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true, Secure = back.Scheme == Uri.UriSchemeHttps };

    private Task AnswerAsync(Call call, int status, string? problem = null, bool hasEntered = false) => renderer.AnswerAsync<SignInPage>(
        call, new() { ["Frame"] = PageRenderer.FrameOf(call), ["Problem"] = problem, ["HasEntered"] = hasEntered, ["TakesPasswords"] = sessions.TakesPasswords, ["Provider"] = sessions.AsksProvider ? Begin : null }, status);
}
