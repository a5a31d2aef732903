namespace Drover.OpenId;

/// <summary>The provider cannot be asked.</summary>
/// <param name="problem">Why.</param>
internal sealed class ProviderAwayException(string problem) : DroverException("PROVIDER_AWAY", $"The provider cannot be asked who you are: {problem}. Sign in by a password or a link, or try again later.");
