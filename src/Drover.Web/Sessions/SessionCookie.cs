using Drover.Web.Doors;
using Microsoft.AspNetCore.Http;

namespace Drover.Web.Sessions;

/// <summary>The cookie by which a browser shows its session: no script reads it, no other site sends it along. Over TLS it goes over TLS alone, and its name keeps other hosts of the
/// domain from setting it.</summary>
public static class SessionCookie
{
    private const string Name = "drover-session";
    private const string NameOverTls = "__Host-" + Name;

    /// <summary>The secret that a request shows; null for none. Where a proxy ends TLS, it may be that of either name.</summary>
    public static string? Of(HttpRequest request) => request.Cookies[NameOverTls] ?? (request.IsHttps ? null : request.Cookies[Name]);

    /// <summary>Gives a browser its secret.</summary>
    /// <param name="response">The answer to a request that says where it comes from.</param>
    /// <param name="secret">The secret.</param>
    public static void Set(HttpResponse response, string secret) => Set(response, secret, Origins.IsOverTls(response.HttpContext.Request));

    /// <summary>Gives a browser its secret, whether it has said where it comes from or not.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="secret">The secret.</param>
    /// <param name="isOverTls">Whether the browser sees the daemon over TLS.</param>
    public static void Set(HttpResponse response, string secret, bool isOverTls) => response.Cookies.Append(NameFor(isOverTls), secret, OptionsFor(isOverTls));

    /// <summary>Takes it back.</summary>
    public static void Clear(HttpResponse response)
    {
        var isOverTls = Origins.IsOverTls(response.HttpContext.Request);
        response.Cookies.Delete(NameFor(isOverTls), OptionsFor(isOverTls));
    }

    private static string NameFor(bool isOverTls) => isOverTls ? NameOverTls : Name;

    private static CookieOptions OptionsFor(bool isOverTls) => new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true, Secure = isOverTls };
}
