using Drover.Doors.Places;

namespace Drover.Web;

/// <summary>What the web site puts up with.</summary>
public sealed class WebOptions
{
    /// <summary>Names under which the daemon may be addressed over TCP, besides localhost and its addresses.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>Where browsers find the daemon when something stands before it: origins (RFC 6454) such as <c>https://drover.example</c>.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Whether browsers are to come by TLS from then on (HSTS, RFC 6797): not where they might never trust the certificate.</summary>
    public bool InsistsOnTls { get; init; }

    /// <summary>Places of connections, over all HTTP doors.</summary>
    public PlaceLimits Places { get; init; } = new();
}
