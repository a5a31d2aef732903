namespace Drover.Web.Sessions;

/// <summary>A browser on its way to a provider.</summary>
/// <param name="Address">Where it goes.</param>
/// <param name="Ticket">What it keeps meanwhile, and shows when it comes back.</param>
public sealed record ProviderVisit(Uri Address, string Ticket);
