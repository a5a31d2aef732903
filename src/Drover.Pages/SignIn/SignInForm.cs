using System.Globalization;
using Drover.Pages.Rendering;
using Drover.Web.Calls;
using Drover.Web.Sessions;
using Microsoft.AspNetCore.Http;

namespace Drover.Pages.SignIn;

/// <summary>What forms with passwords have in common.</summary>
internal static class SignInForm
{
    /// <summary>Everybody may send one, so there is no room for more than it needs.</summary>
    private const int LargestForm = 16 * 1024;

    /// <exception cref="RequestException">It is too large.</exception>
    public static async Task<IFormCollection> ReadAsync(Call call) => call.Http.Request.ContentLength is null or > LargestForm
        ? throw new RequestException(StatusCodes.Status413PayloadTooLarge, "BODY_TOO_LARGE", $"A form to sign in has at most {LargestForm} bytes, and says how many.")
        : await call.Http.Request.ReadFormAsync(call.Aborted);

    /// <summary>Goes on with the session that has begun, or shows the form again with the reason why there is none.</summary>
    /// <param name="call">The request.</param>
    /// <param name="again">Shows the form again: with a status and the reason.</param>
    /// <param name="attempt">What the form is for.</param>
    /// <param name="enter">Goes on with the secret of the session.</param>
    public static async Task AnswerAsync(Call call, Func<int, string, Task> again, Func<Task<SignInAnswer>> attempt, Func<string, Task> enter)
    {
        var words = PageRenderer.FrameOf(call).Words;
        try
        {
            var answer = await attempt();
            if (answer.Secret is { } secret)
            {
                await enter(secret);
            }
            else if (answer.Wait is { } wait)
            {
                call.Http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                await again(StatusCodes.Status429TooManyRequests, words.Say("sign-in.wait", (int)Math.Ceiling(wait.TotalMinutes)));
            }
            else
            {
                await again(StatusCodes.Status403Forbidden, words["sign-in.wrong"]);
            }
        }
        catch (DroverException e) when (ErrorBody.From(e) is { Status: < StatusCodes.Status500InternalServerError or StatusCodes.Status503ServiceUnavailable } error)
        {
            await again(error.Status, error.Message);
        }
    }
}
