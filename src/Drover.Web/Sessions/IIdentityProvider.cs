namespace Drover.Web.Sessions;

/// <summary>Somebody else who knows users and says who has come: browsers are sent there, and come back with an answer.</summary>
public interface IIdentityProvider
{
    /// <summary>Why nobody can sign in by it now, in words; null when all is well.</summary>
    string? Problem { get; }

    /// <summary>Begins to sign a browser in.</summary>
    /// <param name="back">Where it is to come back to.</param>
    /// <param name="cancellationToken">Nobody waits for it any more.</param>
    /// <exception cref="DroverException"><c>PROVIDER_AWAY</c>: the provider does not answer.</exception>
    Task<ProviderVisit> BeginAsync(Uri back, CancellationToken cancellationToken);

    /// <summary>Finds out who has come back.</summary>
    /// <param name="back">What the browser has brought.</param>
    /// <param name="cancellationToken">Nobody waits for it any more.</param>
    /// <exception cref="DroverException"><c>PROVIDER_AWAY</c>, <c>PROVIDER_BUSY</c>: it cannot be asked now.</exception>
    Task<ProviderOutcome> FinishAsync(ProviderReturn back, CancellationToken cancellationToken);
}
