using Drover.Kernel;

namespace Drover.Web.Sessions;

/// <summary>Who is signed in with a browser. A user of this machine, known on the UNIX socket, asks for a link that is good once; the browser that
/// follows it acts for that user. Sessions live in memory: a restart of the daemon ends them.</summary>
/// <param name="options">How long they last.</param>
/// <param name="clock">Says when they end.</param>
public sealed class WebSessions(WebSessionOptions options, TimeProvider clock)
{
    private readonly SecretTable<Caller> _links = new(options.Most, clock);
    private readonly SecretTable<WebSession> _sessions = new(options.Most, clock);

    /// <summary>How long a link may wait for its use.</summary>
    public TimeSpan LinkTime => options.LinkTime;

    /// <summary>Makes a sign-in link for a caller. Answers its secret.</summary>
    public string Invite(Caller caller) => _links.Add(caller, clock.GetUtcNow() + options.LinkTime);

    /// <summary>Whether a link could still be used.</summary>
    public bool IsOpen(string link) => _links.TryFind(link, out _);

    /// <summary>Uses a link. Answers the secret of the session; null when the link is not good, or not any more.</summary>
    public string? SignIn(string link)
    {
        if (!_links.TryTake(link, out var caller))
            return null;
        var ends = clock.GetUtcNow() + options.SessionTime;
        return _sessions.Add(new WebSession(caller, ends), ends);
    }

    /// <summary>The session of a secret; null when there is none.</summary>
    public WebSession? Find(string secret) => _sessions.TryFind(secret, out var session) ? session : null;

    /// <summary>Ends a session.</summary>
    public void SignOut(string secret) => _sessions.TryTake(secret, out _);
}
