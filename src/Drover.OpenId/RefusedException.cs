namespace Drover.OpenId;

/// <summary>Somebody does not come in by the provider.</summary>
/// <param name="reason">Why, for the log: the browser is not told.</param>
internal sealed class RefusedException(string reason) : Exception(reason);
