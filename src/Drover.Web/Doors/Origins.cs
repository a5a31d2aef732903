using System.Net;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;

namespace Drover.Web.Doors;

/// <summary>Keeps pages of other sites from talking to the daemon through a visitor's browser: <c>Host</c> must name us, and
/// <c>Origin</c> (RFC 6454), where given, must be ours. Behind a proxy the origin is that of the proxy, and <c>Host</c> is what the proxy makes of it.</summary>
internal static class Origins
{
    /// <exception cref="RequestException">The request comes from elsewhere.</exception>
    public static void Check(HttpContext http, IReadOnlyList<string> names, IReadOnlyList<string> publicOnes)
    {
        var origin = http.Request.Headers.Origin;
        if (http.Visitor().IsLocal)
        {
            if (origin.Count > 0)
                throw new RequestException(403, "ORIGIN_REFUSED", "A request on the UNIX socket carries an Origin header: browsers have no business here.");
            return;
        }
        var host = http.Request.Host;
        if (!host.HasValue || !(IsOurs(host.Host, http.Connection.LocalIpAddress, names) || publicOnes.Any(ours => new Uri(ours).Host.Equals(host.Host, StringComparison.OrdinalIgnoreCase))))
            throw new RequestException(403, "HOST_REFUSED",
                $"The Host header '{Cut(host.Value)}' does not name this daemon. Address it by localhost, by an address it listens on, or by its node name, or add the name to the setting http-host.");
        if (origin.Count > 0 && !string.Equals(origin, $"{http.Request.Scheme}://{host.Value}", StringComparison.OrdinalIgnoreCase) && !publicOnes.Contains(origin.ToString(), StringComparer.OrdinalIgnoreCase))
            throw new RequestException(403, "ORIGIN_REFUSED", $"The Origin '{Cut(origin)}' is not this daemon's own. If a proxy stands before the daemon, name the address that browsers see in the setting web-origin.");
    }

    /// <summary>Whether a browser sees the daemon over TLS, as far as a request tells: by its connection, or by its origin where a proxy ends TLS.</summary>
    public static bool IsOverTls(HttpRequest request) => request.IsHttps || request.Headers.Origin.ToString().StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Refuses what does not say from which page it comes. What it says has been checked before.</summary>
    /// <exception cref="RequestException">There is no such header.</exception>
    public static void Require(HttpContext http)
    {
        if (http.Request.Headers.Origin.Count == 0)
            throw new RequestException(403, "ORIGIN_MISSING", "A browser must say from which page a request comes (the header Origin), when it signs in or is to change something. Programs show a token.");
    }

    private static bool IsOurs(string host, IPAddress? local, IReadOnlyList<string> names)
    {
        if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || names.Contains(host, StringComparer.OrdinalIgnoreCase))
            return true;
        if (local is null || !IPAddress.TryParse(host, out var address))
            return false;
        return Plain(address).Equals(Plain(local));
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static string Cut(string? text) => text is null ? "" : text.Length <= 100 ? text : text[..100] + "...";
}
