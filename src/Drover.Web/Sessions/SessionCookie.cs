using Microsoft.AspNetCore.Http;

namespace Drover.Web.Sessions;

/// <summary>The cookie by which a browser shows its session: no script reads it, no other site sends it along.</summary>
public static class SessionCookie
{
    private const string Name = "drover-session";

    private static readonly CookieOptions s_options = new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true };

    /// <summary>The secret that a request shows; null for none.</summary>
    public static string? Of(HttpRequest request) => request.Cookies[Name];

    /// <summary>Gives a browser its secret.</summary>
    public static void Set(HttpResponse response, string secret) => response.Cookies.Append(Name, secret, s_options);

    /// <summary>Takes it back.</summary>
    public static void Clear(HttpResponse response) => response.Cookies.Delete(Name, s_options);
}
