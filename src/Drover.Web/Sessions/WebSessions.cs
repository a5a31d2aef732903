using Drover.Kernel;
using Drover.People.SignIn;
using Drover.Web.Doors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Web.Sessions;

/// <summary>Who is signed in with a browser: a user of this machine by a link that is good once, which they ask for on the UNIX socket, or a user of the network by a password.</summary>
public sealed class WebSessions
{
    private readonly WebSessionOptions _options;
    private readonly TimeProvider _clock;
    private readonly SignInCheck? _check;
    private readonly PasswordChange? _change;
    private readonly IIdentityProvider? _provider;
    private readonly SecretTable<Caller> _links;
    private readonly SecretTable<WebSession> _sessions;
    private readonly SessionFile _file;
    private readonly SignInLines _lines;

    /// <summary>Takes up the sessions that were kept.</summary>
    /// <param name="options">How long they last.</param>
    /// <param name="clock">Says when they end.</param>
    /// <param name="check">Who has which password; null when nobody signs in by one.</param>
    /// <param name="change">Gives users another password; null when nobody has one.</param>
    /// <param name="provider">Who knows users besides; null for nobody.</param>
    /// <param name="loggers">Makes the log.</param>
    public WebSessions(WebSessionOptions options, TimeProvider clock, SignInCheck? check = null, PasswordChange? change = null, IIdentityProvider? provider = null, ILoggerFactory? loggers = null)
    {
        (_options, _clock, _check, _change, _provider) = (options, clock, check, change, provider);
        var log = (loggers ?? NullLoggerFactory.Instance).CreateLogger(HttpLog.Category);
        (_links, _sessions) = (new(options.Most, clock), new(options.Most, clock));
        (_file, _lines) = (new(options.File, log), new(log, clock));
        // Who no longer asks a provider has none of its users any more.
        foreach (var (hash, session) in _file.Read().Where(known => known.Session.Role is null || provider is not null))
            _sessions.Restore(hash, session, session.Ends);
    }

    /// <summary>How long a link may wait for its use.</summary>
    public TimeSpan LinkTime => _options.LinkTime;

    /// <summary>Where browsers find the daemon when a proxy stands before it; null when nothing does.</summary>
    public string? Origin => _options.Origin;

    /// <summary>Whether users sign in by passwords.</summary>
    public bool TakesPasswords => _check is not null;

    /// <summary>Whether users sign in by a provider.</summary>
    public bool AsksProvider => _provider is not null;

    /// <summary>All that there are, by their ids.</summary>
    public IEnumerable<(string Id, WebSession Session)> All => _sessions.All.Select(known => (IdOf(known.Hash), known.Value));

    /// <summary>Makes a sign-in link for a caller. Answers its secret.</summary>
    public string Invite(Caller caller) => _links.Add(caller, _clock.GetUtcNow() + _options.LinkTime);

    /// <summary>Whether a link could still be used.</summary>
    public bool IsOpen(string link) => _links.TryFind(link, out _);

    /// <summary>Refuses a connection on which nobody may be known.</summary>
    /// <exception cref="Calls.RequestException">Others can read along, and that is not meant.</exception>
    public void CheckWay(HttpContext http) => PlainWay.Check(http, _options.PlainIsMeant);

    /// <summary>Refuses a sign-in that no page of ours has sent: another site would have its visitors act in a session of its choice.</summary>
    /// <exception cref="Calls.RequestException">It comes from elsewhere, or on a connection on which others can read along.</exception>
    public void CheckSignIn(HttpContext http)
    {
        CheckWay(http);
        if (!http.Visitor().IsLocal)
            Origins.Require(http);
    }

    /// <summary>Uses a link. Answers the secret of the session; null when the link is not good, or not any more.</summary>
    /// <param name="link">Its secret.</param>
    /// <param name="from">The address of the browser.</param>
    public string? SignIn(string link, string from) => _links.TryTake(link, out var caller)
        ? Begin(new WebSession(caller.Principal, from, _clock.GetUtcNow(), _clock.GetUtcNow() + _options.SessionTime) { Local = caller }, "a link")
        : null;

    /// <summary>Signs a user of the network in.</summary>
    /// <param name="user">Who they say they are.</param>
    /// <param name="password">Their password.</param>
    /// <param name="code">A code of their second factor; empty for none.</param>
    /// <param name="from">The address of the browser.</param>
    /// <param name="cancellationToken">Nobody waits for it any more.</param>
    /// <exception cref="DroverException">It cannot be looked at now.</exception>
    public async Task<SignInAnswer> SignInAsync(string user, string password, string code, string from, CancellationToken cancellationToken)
    {
        var outcome = _check is null ? SignInOutcome.Refused(null) : await _check.TryAsync(new SignInAttempt(user, password, code, from), cancellationToken);
        if (outcome.Principal is not { } principal)
        {
            _lines.Refused(from, outcome);
            return new SignInAnswer(null, outcome.Wait);
        }
        return new SignInAnswer(Begin(Session(principal, from, outcome), "a password"), null);
    }

    /// <summary>Sends a browser to the provider, to sign in there.</summary>
    /// <param name="back">Where it is to come back to.</param>
    /// <param name="cancellationToken">Nobody waits for it any more.</param>
    /// <exception cref="DroverException">There is none, or it does not answer.</exception>
    public Task<ProviderVisit> BeginByProviderAsync(Uri back, CancellationToken cancellationToken) => Provider.BeginAsync(back, cancellationToken);

    /// <summary>Signs a user in who has been at the provider.</summary>
    /// <param name="back">What the browser has brought.</param>
    /// <param name="from">The address of the browser.</param>
    /// <param name="cancellationToken">Nobody waits for it any more.</param>
    /// <returns>The secret of the session; null when it is nobody who may come in.</returns>
    /// <exception cref="DroverException">There is none, or it cannot be asked now.</exception>
    public async Task<string?> SignInByProviderAsync(ProviderReturn back, string from, CancellationToken cancellationToken)
    {
        var outcome = await Provider.FinishAsync(back, cancellationToken);
        if (outcome.User is not { } user)
        {
            _lines.RefusedByProvider(from, outcome.Reason);
            return null;
        }
        return Begin(new WebSession(user, from, _clock.GetUtcNow(), _clock.GetUtcNow() + _options.SessionTime) { Role = outcome.Role }, "OpenID Connect");
    }

    /// <summary>Gives users another password, who know the one of before. All sessions that they have end.</summary>
    /// <param name="attempt">Who it is, with the password of before.</param>
    /// <param name="next">The new one.</param>
    /// <param name="cancellationToken">Nobody waits for it any more.</param>
    /// <exception cref="DroverException">The new one is none, or it cannot be changed now.</exception>
    public async Task<SignInOutcome> ChangePasswordAsync(SignInAttempt attempt, string next, CancellationToken cancellationToken)
    {
        var outcome = _change is null ? SignInOutcome.Refused(null) : await _change.ChangeAsync(attempt, next, cancellationToken);
        if (outcome.Principal is not { } principal)
        {
            _lines.Refused(attempt.Address, outcome);
            return outcome;
        }
        _lines.Changed(principal, attempt.Address);
        foreach (var (hash, _, _) in _sessions.All.Where(known => known.Value.Account == attempt.User))
            _sessions.TryTakeByHash(hash, out _);
        Keep();
        return outcome;
    }

    /// <summary>The same for a browser, which goes on in a new session.</summary>
    /// <param name="user">The user of its session.</param>
    /// <param name="password">The password of before.</param>
    /// <param name="code">A code of their second factor; empty for none.</param>
    /// <param name="next">The new password.</param>
    /// <param name="from">The address of the browser.</param>
    /// <param name="cancellationToken">Nobody waits for it any more.</param>
    /// <exception cref="DroverException">The new one is none, or it cannot be changed now.</exception>
    public async Task<SignInAnswer> ChangePasswordAsync(string user, string password, string code, string next, string from, CancellationToken cancellationToken)
    {
        var outcome = await ChangePasswordAsync(new SignInAttempt(user, password, code, from), next, cancellationToken);
        return new SignInAnswer(outcome.Principal is { } principal ? Begin(Session(principal, from, outcome), "the new password") : null, outcome.Wait);
    }

    /// <summary>The session of a secret; null when there is none.</summary>
    public WebSession? Find(string secret) => _sessions.TryFind(secret, out var session) ? session : null;

    /// <summary>Ends the session of a secret.</summary>
    public void SignOut(string secret)
    {
        if (_sessions.TryTake(secret, out var session))
            Ended(session, session.User);
    }

    /// <summary>Ends a session on somebody's behalf; false when there is none of that id.</summary>
    public bool End(string id, Caller by)
    {
        var ended = false;
        foreach (var (hash, _, _) in _sessions.All.Where(known => IdOf(known.Hash) == id))
            if (_sessions.TryTakeByHash(hash, out var session))
            {
                Ended(session, by.Actor);
                ended = true;
            }
        return ended;
    }

    private IIdentityProvider Provider => _provider ?? throw new Calls.RequestException(404, "PROVIDER_UNKNOWN", "Nobody signs in by a provider here: the setting oidc-issuer names none.");

    private WebSession Session(Principal user, string from, SignInOutcome outcome) =>
        new(user, from, _clock.GetUtcNow(), _clock.GetUtcNow() + _options.SessionTime) { Account = user.PersonName, CredentialsSet = outcome.CredentialsSet };

    private string Begin(WebSession session, string means)
    {
        var secret = _sessions.Add(session, session.Ends);
        Keep();
        _lines.SignedIn(session, means);
        return secret;
    }

    private void Ended(WebSession session, Principal by)
    {
        Keep();
        _lines.Ended(session, by);
    }

    private void Keep() => _file.Write(() => _sessions.All.Select(known => (known.Hash, known.Value)));

    /// <summary>A part of the hash tells a session without telling its secret.</summary>
    private static string IdOf(string hash) => hash[..8];
}
