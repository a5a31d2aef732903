using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Drover.OpenId;

/// <summary>Addresses and keys of the provider, as it tells them (OpenID Connect Discovery). They are asked for again and again, so that it is known when the provider is away before somebody
/// wants to sign in; what it said last stays good meanwhile.</summary>
internal sealed class ProviderDocument : IDisposable
{
    private static readonly TimeSpan s_soonest = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly string _issuer;
    private readonly HttpDocumentRetriever _documents;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _over = new();
    // Kept, for a timer may fire while it is disposed.
    private readonly CancellationToken _stop;
    private readonly ITimer _again;
    private Task _asking = Task.CompletedTask;
    private long? _asked;
    private volatile OpenIdConnectConfiguration? _told;
    private volatile string? _problem;

    public ProviderDocument(OpenIdOptions options, HttpClient http, TimeProvider clock, ILogger log)
    {
        (_issuer, _clock, _log) = (options.Issuer.AbsoluteUri, clock, log);
        _documents = new HttpDocumentRetriever(http) { RequireHttps = !options.Issuer.IsLoopback };
        _stop = _over.Token;
        _again = clock.CreateTimer(AskAgain, null, TimeSpan.Zero, options.Refresh);
    }

    /// <summary>Why the provider cannot be asked; null when it can.</summary>
    public string? Problem => _problem;

    /// <summary>What the provider has told last; asks it when it has told nothing yet.</summary>
    /// <exception cref="ProviderAwayException">It has told nothing yet.</exception>
    public async Task<OpenIdConnectConfiguration> GetAsync(CancellationToken cancellationToken)
    {
        if (_told is null)
            await Ask().WaitAsync(cancellationToken);
        return _told ?? throw new ProviderAwayException(_problem ?? "it has told nothing yet");
    }

    /// <summary>What the provider tells now: it may have taken another key meanwhile.</summary>
    /// <exception cref="ProviderAwayException">It has told nothing yet.</exception>
    public async Task<OpenIdConnectConfiguration> GetAnewAsync(CancellationToken cancellationToken)
    {
        await Ask().WaitAsync(cancellationToken);
        return await GetAsync(cancellationToken);
    }

    public void Dispose()
    {
        _again.Dispose();
        _over.Cancel();
        _over.Dispose();
    }

    private void AskAgain(object? state) => _ = Ask();

    /// <summary>Asks once for all who want to know, and not again at once: strangers may cause it.</summary>
    private Task Ask()
    {
        lock (_gate)
        {
            if (!_asking.IsCompleted || (_asked is { } last && _clock.GetElapsedTime(last) < s_soonest))
                return _asking;
            _asked = _clock.GetTimestamp();
            return _asking = AskAsync(_stop);
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            var address = $"{_issuer.TrimEnd('/')}/.well-known/openid-configuration";
            var told = await OpenIdConnectConfigurationRetriever.GetAsync(address, _documents, cancellationToken);
            if (ProblemOf(told) is { } problem)
            {
                Away(problem);
                return;
            }
            _told = told;
            if (Interlocked.Exchange(ref _problem, null) is not null)
                OpenIdLog.Here(_log, _issuer);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or InvalidOperationException or ArgumentException or OperationCanceledException or System.Text.Json.JsonException)
        {
            if (!cancellationToken.IsCancellationRequested)
                Away((e.InnerException ?? e) is OperationCanceledException ? "it does not answer" : FirstSentence((e.InnerException ?? e).Message));
        }
    }

    private string? ProblemOf(OpenIdConnectConfiguration told) =>
        told.Issuer?.TrimEnd('/') != _issuer.TrimEnd('/') ? $"it calls itself {told.Issuer}, and oidc-issuer names it otherwise"
        : !IsSafe(told.AuthorizationEndpoint) || !IsSafe(told.TokenEndpoint) ? "it names an address that is none, or has no TLS"
        : told.SigningKeys.Count == 0 ? "it tells no key by which it signs"
        : null;

    /// <summary>What has no TLS stays on this machine.</summary>
    private static bool IsSafe(string? address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    private void Away(string problem)
    {
        if (Interlocked.Exchange(ref _problem, problem) != problem)
            OpenIdLog.Away(_log, _issuer, problem);
    }

    private static string FirstSentence(string text) => text.ReplaceLineEndings(" ").Split(". ")[0].TrimEnd('.');
}
