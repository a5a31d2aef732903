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
    /// <summary>Asks for a password, and says how to get a link.</summary>
    public Task ShowAsync(Call call) => AnswerAsync(call, StatusCodes.Status200OK);

    /// <summary>Shows the button that uses a link.</summary>
    public Task ShowLinkAsync(Call call) =>
        sessions.IsOpen(call.PathValue("link")) ? AnswerAsync(call, StatusCodes.Status200OK, link: call.PathValue("link")) : BadLinkAsync(call);

    /// <summary>Uses a link, or a password.</summary>
    public async Task SignInAsync(Call call)
    {
        sessions.CheckSignIn(call.Http);
        var form = await SignInForm.ReadAsync(call);
        if (form["link"].ToString() is { Length: > 0 } link)
        {
            await (sessions.SignIn(link, call.Address) is { } secret ? EnterAsync(call, secret) : BadLinkAsync(call));
            return;
        }
        await ByPasswordAsync(call, form["user"].ToString().Trim(), form["password"].ToString(), form["code"].ToString());
    }

    /// <summary>Ends the session.</summary>
    public Task SignOutAsync(Call call)
    {
        EndSession(call);
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

    private Task ByPasswordAsync(Call call, string user, string password, string code) => SignInForm.AnswerAsync(
        call, (status, problem) => AnswerAsync(call, status, problem, user: user), () => sessions.SignInAsync(user, password, code, call.Address, call.Aborted), secret => EnterAsync(call, secret));

    /// <summary>The session is a new one in any case: nobody goes on in one that somebody else has begun.</summary>
    private Task EnterAsync(Call call, string secret)
    {
        EndSession(call);
        SessionCookie.Set(call.Http.Response, secret);
        Go(call, "/");
        return Task.CompletedTask;
    }

    private void EndSession(Call call)
    {
        if (SessionCookie.Of(call.Http.Request) is { } secret)
            sessions.SignOut(secret);
    }

    private Task BadLinkAsync(Call call) => AnswerAsync(call, StatusCodes.Status403Forbidden, PageRenderer.FrameOf(call).Words["sign-in.bad"]);

    private Task AnswerAsync(Call call, int status, string? problem = null, string? link = null, string? user = null) => renderer.AnswerAsync<SignInPage>(
        call, new() { ["Frame"] = PageRenderer.FrameOf(call), ["Link"] = link, ["User"] = user, ["Problem"] = problem, ["TakesPasswords"] = sessions.TakesPasswords, ["Provider"] = sessions.AsksProvider ? ProviderPages.Begin : null }, status);

    private static void Go(Call call, string path)
    {
        PageRenderer.Protect(call.Http.Response);
        call.Http.Response.StatusCode = StatusCodes.Status303SeeOther;
        call.Http.Response.Headers.Location = path;
    }
}
