using Microsoft.AspNetCore.Http;

namespace Drover.Web.Sessions;

/// <summary>The cookie by which a browser shows its session: no script reads it, no other site sends it along. Over TLS it goes over TLS alone, and its name keeps other hosts of the
/// domain from setting it.</summary>
public static class SessionCookie
{
    private const string Name = "drover-session";
    private const string NameOverTls = "__Host-" + Name;

    /// <summary>The secret that a request shows; null for none.</summary>
    public static string? Of(HttpRequest request) => request.Cookies[NameFor(request)];

    /// <summary>Gives a browser its secret.</summary>
    public static void Set(HttpResponse response, string secret) => response.Cookies.Append(NameFor(response.HttpContext.Request), secret, OptionsFor(response));

    /// <summary>Takes it back.</summary>
    public static void Clear(HttpResponse response) => response.Cookies.Delete(NameFor(response.HttpContext.Request), OptionsFor(response));

    private static string NameFor(HttpRequest request) => request.IsHttps ? NameOverTls : Name;

    private static CookieOptions OptionsFor(HttpResponse response) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true, Secure = response.HttpContext.Request.IsHttps };
}
