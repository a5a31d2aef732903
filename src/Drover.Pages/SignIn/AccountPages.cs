using Drover.Pages.Rendering;
using Drover.Web.Calls;
using Drover.Web.Sessions;
using Microsoft.AspNetCore.Http;

namespace Drover.Pages.SignIn;

/// <summary>What users see and change of their own account.</summary>
/// <param name="sessions">Who is signed in.</param>
/// <param name="renderer">Renders the page.</param>
internal sealed class AccountPages(WebSessions sessions, PageRenderer renderer)
{
    /// <summary>Shows the account.</summary>
    public Task ShowAsync(Call call)
    {
        call.Parameters("notice");
        return AnswerAsync(call, StatusCodes.Status200OK);
    }

    /// <summary>Changes the password, and goes on in a new session.</summary>
    public async Task ChangePasswordAsync(Call call)
    {
        var words = PageRenderer.FrameOf(call).Words;
        if (AccountOf(call) is not { } user)
        {
            await AnswerAsync(call, StatusCodes.Status409Conflict, words["account.none"]);
            return;
        }
        var form = await SignInForm.ReadAsync(call);
        if (form["new"] != form["again"])
        {
            await AnswerAsync(call, StatusCodes.Status400BadRequest, words["account.different"]);
            return;
        }
        await SignInForm.AnswerAsync(call, (status, problem) => AnswerAsync(call, status, problem),
            () => sessions.ChangePasswordAsync(user, form["password"].ToString(), form["code"].ToString(), form["new"].ToString(), call.Address, call.Aborted),
            secret =>
            {
                SessionCookie.Set(call.Http.Response, secret);
                PageRenderer.Protect(call.Http.Response);
                Redirect.To(call, "/account", "account.done");
                return Task.CompletedTask;
            });
    }

    /// <summary>The account of the session by which a page is asked for; null where there is none.</summary>
    private string? AccountOf(Call call) => SessionCookie.Of(call.Http.Request) is { } secret ? sessions.Find(secret)?.Account : null;

    private Task AnswerAsync(Call call, int status, string? problem = null) => renderer.AnswerAsync<AccountPage>(
        call, new() { ["Frame"] = Redirect.Told(call, PageRenderer.FrameOf(call)), ["Problem"] = problem, ["HasPassword"] = AccountOf(call) is not null }, status);
}
