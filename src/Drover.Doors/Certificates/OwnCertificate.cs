using System.Net;
using System.Net.Security;
using Drover.Doors.Listening;
using Microsoft.Extensions.Logging;

namespace Drover.Doors.Certificates;

/// <summary>A certificate of the daemon's own authority. It is in memory alone: another one is made at each start, in good time before its end, and when the machine has got other addresses.</summary>
public sealed class OwnCertificate : ICertificateSource, IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly OwnCertificateOptions _options;
    private readonly IPAddress _listen;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly CertificateAuthority _authority;
    private readonly CertificateLook _look;
    private SslStreamCertificateContext _current = null!;
    private IReadOnlyList<CertificateName> _names = [];
    private DateTimeOffset _renewAt;

    /// <summary>Reads the authority, or makes it.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="node">The name of this node.</param>
    /// <param name="listen">Where the daemon listens.</param>
    /// <param name="clock">Says when a certificate ends.</param>
    /// <param name="loggers">Makes the log.</param>
    /// <exception cref="DroverException"><c>WEB_CA</c>.</exception>
    public OwnCertificate(OwnCertificateOptions options, string node, IPAddress listen, TimeProvider clock, ILoggerFactory loggers)
    {
        (_options, _listen, _clock) = (options, listen, clock);
        _log = loggers.CreateLogger(DoorLog.Category);
        _look = new CertificateLook(clock, s_interval);
        _authority = CertificateAuthority.Open(options.AuthorityFile, node, clock.GetUtcNow(), options.CertificateTime);
        _ = Current;
    }

    /// <inheritdoc/>
    public string Authority => _authority.Certificate;

    /// <inheritdoc/>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_gate)
            {
                if (_look.IsDue())
                    Renew_NeedsLock(_clock.GetUtcNow(), CertificateName.Of(_options.HostNames, _listen));
                return _current;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _authority.Dispose();

    private void Renew_NeedsLock(DateTimeOffset now, IReadOnlyList<CertificateName> names)
    {
        if (now < _renewAt && names.SequenceEqual(_names))
            return;
        // Connections go on with the one of before, so it is left to the collector.
        var certificate = _authority.Issue(names, now, _options.CertificateTime);
        _current = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
        (_names, _renewAt) = (names, now + _options.CertificateTime * (2.0 / 3));
        DoorLog.CertificateInForce(_log, certificate, string.Join(", ", names.Select(name => name.Text)));
    }
}
