using Drover.Pages.Rendering;
using Drover.Web.Calls;
using Drover.Web.Sessions;
using Microsoft.AspNetCore.Http;

namespace Drover.Pages.SignIn;

/// <summary>Sign-in and sign-out of browsers.</summary>
/// <param name="sessions">Who is signed in.</param>
/// <param name="renderer">Renders the page.</param>
internal sealed class SignInPages(WebSessions sessions, PageRenderer renderer)
{
    /// <summary>Says how to get a link.</summary>
    public Task ShowAsync(Call call) => AnswerAsync(call, null, isBad: false);

    /// <summary>Shows the button that uses a link.</summary>
    public Task ShowLinkAsync(Call call) =>
        sessions.IsOpen(call.PathValue("link")) ? AnswerAsync(call, call.PathValue("link"), isBad: false) : AnswerAsync(call, null, isBad: true);

    /// <summary>Uses a link.</summary>
    public async Task SignInAsync(Call call)
    {
        var form = await call.Http.Request.ReadFormAsync(call.Aborted);
        if (sessions.SignIn(form["link"].ToString()) is not { } secret)
        {
            await AnswerAsync(call, null, isBad: true);
            return;
        }
        SessionCookie.Set(call.Http.Response, secret);
        Go(call, "/");
    }

    /// <summary>Ends the session.</summary>
    public Task SignOutAsync(Call call)
    {
        if (SessionCookie.Of(call.Http.Request) is { } secret)
            sessions.SignOut(secret);
        SessionCookie.Clear(call.Http.Response);
        Go(call, "/sign-in");
        return Task.CompletedTask;
    }

    /// <summary>Keeps the language that a reader has chosen, and goes back to the page.</summary>
    public static async Task ChooseLanguageAsync(Call call)
    {
        var form = await call.Http.Request.ReadFormAsync(call.Aborted);
        if (Words.Language.Find(form["language"].ToString()) is { } language)
            call.Http.Response.Cookies.Append(PageRenderer.LanguageCookie, language.Tag, new CookieOptions { SameSite = SameSiteMode.Lax, HttpOnly = true, Path = "/", MaxAge = TimeSpan.FromDays(365) });
        var to = form["to"].ToString();
        // Only to a page of ours: "//elsewhere" and "/\elsewhere" lead away.
        Go(call, to.StartsWith('/') && !to.StartsWith("//", StringComparison.Ordinal) && !to.Contains('\\', StringComparison.Ordinal) && to.All(c => c is > ' ' and < '\u007f') ? to : "/");
    }

    private Task AnswerAsync(Call call, string? link, bool isBad) =>
        renderer.AnswerAsync<SignInPage>(call, new() { ["Frame"] = PageRenderer.FrameOf(call), ["Link"] = link, ["IsBad"] = isBad }, isBad ? StatusCodes.Status403Forbidden : StatusCodes.Status200OK);

    private static void Go(Call call, string path)
    {
        PageRenderer.Protect(call.Http.Response);
        call.Http.Response.StatusCode = StatusCodes.Status303SeeOther;
        call.Http.Response.Headers.Location = path;
    }
}
