namespace Drover.Web.Sessions;

/// <summary>What a browser brings back from a provider (RFC 6749, 4.1.2; RFC 9207).</summary>
/// <param name="Code">The code; null when the provider refuses.</param>
/// <param name="State">To which sign-in the answer belongs.</param>
/// <param name="Issuer">Who answers; null when that is not said.</param>
/// <param name="Error">Why the provider refuses.</param>
/// <param name="Ticket">What the browser has kept; null for nothing.</param>
public sealed record ProviderReturn(string? Code, string? State, string? Issuer, string? Error, string? Ticket);
