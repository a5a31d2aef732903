using System.Globalization;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;

namespace Drover.Pages.Rendering;

/// <summary>Where a browser goes after it has changed something (303: it does not do it again when the page is looked at again). What was done is
/// told there: the address names the word and its places, so that nothing has to be kept.</summary>
internal static class Redirect
{
    private const string Notice = "notice";
    private const char Between = '~';

    /// <summary>Sends the browser on.</summary>
    /// <param name="call">The request.</param>
    /// <param name="path">To which page.</param>
    /// <param name="word">Key of what is told there.</param>
    /// <param name="places">What fills its places; numbers and words without blanks.</param>
    public static void To(Call call, string path, string word, params ReadOnlySpan<object> places)
    {
        var told = string.Join(Between, (string[])[word, .. places.ToArray().Select(place => Convert.ToString(place, CultureInfo.InvariantCulture) ?? "")]);
        call.Http.Response.StatusCode = StatusCodes.Status303SeeOther;
        call.Http.Response.Headers.Location = $"{path}?{Notice}={Uri.EscapeDataString(told)}";
    }

    /// <summary>A page with what it was told to tell. Only words of ours are told, with plain places: the address may come from anybody.</summary>
    public static Frame Told(Call call, Frame frame)
    {
        var parts = call.Http.Request.Query[Notice].ToString().Split(Between);
        if (!s_notices.Contains(parts[0]) || parts.Skip(1).Any(part => part.Length > 20 || !part.All(char.IsAsciiLetterOrDigit)))
            return frame;
        object?[] places = [.. parts.Skip(1), "", ""];
        return frame with { Notice = frame.Words.Say(parts[0], places) };
    }

    private static readonly HashSet<string> s_notices = new(StringComparer.Ordinal)
    {
        "cancel.done", "cancel.late", "priority.done", "priority.late", "retry.done", "retry.not", "retry.hidden", "level.done", "level.missing", "node.missing", "node.refused", "audit.done", "account.done",
    };
}
