using Microsoft.AspNetCore.Http;

namespace Drover.Web.Doors;

/// <summary>The token that a program shows (RFC 6750, in the header alone: an address is written into logs).</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer";

    /// <summary>The token; null when the request shows none.</summary>
    public static string? Of(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && (header.Length == Scheme.Length || header[Scheme.Length] == ' ') ? header[Scheme.Length..].Trim() : null;
    }
}
