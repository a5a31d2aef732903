using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Drover.Doors.Listening;
using Microsoft.Extensions.Logging;

namespace Drover.Doors.Certificates;

/// <summary>A certificate that somebody gives in files. They are read again when their content has changed, whatever their times say; one that is no certificate with its key changes nothing.</summary>
public sealed class GivenCertificate : ICertificateSource
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly string _certificateFile;
    private readonly string _keyFile;
    private readonly ILogger _log;
    private readonly CertificateLook _look;
    private SslStreamCertificateContext _current;
    private byte[] _content;

    /// <summary>Reads the files.</summary>
    /// <exception cref="DroverException"><c>WEB_CERTIFICATE</c>: they cannot be read, or are no certificate with its key.</exception>
    public GivenCertificate(string certificateFile, string keyFile, TimeProvider clock, ILoggerFactory loggers)
    {
        (_certificateFile, _keyFile) = (certificateFile, keyFile);
        _log = loggers.CreateLogger(DoorLog.Category);
        _look = new CertificateLook(clock, s_interval);
        _look.IsDue();
        try
        {
            (var certificate, var key, _content) = Read();
            _current = Take(certificate, key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new DroverException("WEB_CERTIFICATE",
                $"The certificate {certificateFile} with the key {keyFile} cannot be had: {e.Message.TrimEnd('.')}. Both must be PEM that the daemon's user can read, the key without a password.", e);
        }
    }

    /// <inheritdoc/>
    public string? Authority => null;

    /// <inheritdoc/>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_gate)
            {
                if (_look.IsDue())
                    ReadAgain_NeedsLock();
                return _current;
            }
        }
    }

    private void ReadAgain_NeedsLock()
    {
        try
        {
            var (certificate, key, content) = Read();
            if (content.AsSpan().SequenceEqual(_content))
                return;
            // Whatever becomes of it: what is wrong is told once.
            _content = content;
            _current = Take(certificate, key);
        }
        // An ArgumentException is a key that is not that of the certificate: half of a renewal.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            DoorLog.CertificateNotTaken(_log, _certificateFile, e.Message.TrimEnd('.'));
        }
    }

    private (string Certificate, string Key, byte[] Content) Read()
    {
        var (certificate, key) = (File.ReadAllText(_certificateFile), File.ReadAllText(_keyFile));
        return (certificate, key, SHA256.HashData(Encoding.UTF8.GetBytes($"{certificate.Length}:{certificate}{key}")));
    }

    private SslStreamCertificateContext Take(string certificate, string key)
    {
        var own = X509Certificate2.CreateFromPem(certificate, key);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificate);
        // The first one is the daemon's own.
        chain.RemoveAt(0);
        DoorLog.CertificateInForce(_log, own, own.Subject);
        return SslStreamCertificateContext.Create(own, chain, offline: true);
    }
}
