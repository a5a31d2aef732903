namespace Drover.Web;

/// <summary>What the web site puts up with.</summary>
public sealed class WebOptions
{
    /// <summary>Names under which the daemon may be addressed over TCP, besides localhost and its addresses.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>Most connections at once, over all HTTP doors. Default 1,000.</summary>
    public int MostConnections { get; init; } = 1_000;
}
