using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Drover.Doors.Certificates;

/// <summary>The authority that the daemon makes for itself at its first start: clients that trust it know the daemon again, whatever certificate it shows. Its key is in a file that the
/// daemon's user alone reads.</summary>
public sealed class CertificateAuthority : IDisposable
{
    private static readonly TimeSpan s_life = TimeSpan.FromDays(20 * 365);

    /// <summary>Clocks of clients may be somewhat behind.</summary>
    private static readonly TimeSpan s_skew = TimeSpan.FromHours(1);

    private static readonly Oid s_server = new("1.3.6.1.5.5.7.3.1", "serverAuth");
    private static readonly Oid s_client = new("1.3.6.1.5.5.7.3.2", "clientAuth");

    private readonly X509Certificate2 _certificate;

    private CertificateAuthority(X509Certificate2 certificate) => _certificate = certificate;

    /// <summary>Its certificate (PEM).</summary>
    public string Certificate => _certificate.ExportCertificatePem();

    /// <summary>SHA-256 of its certificate in lower-case hexadecimal digits: by it a new machine knows it again.</summary>
    public string Fingerprint => Convert.ToHexStringLower(_certificate.GetCertHash(HashAlgorithmName.SHA256));

    /// <summary>Reads it, or makes it where there is none, or none that is good for another <paramref name="ahead"/>.</summary>
    /// <exception cref="DroverException"><c>WEB_CA</c>: the file cannot be read or written, or is none.</exception>
    public static CertificateAuthority Open(string path, string node, DateTimeOffset now, TimeSpan ahead)
    {
        try
        {
            if (File.Exists(path) && Read(path) is { } known)
            {
                if (known.NotAfter.ToUniversalTime() > (now + ahead).UtcDateTime)
                    return new CertificateAuthority(known);
                known.Dispose();
            }
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var made = Make(key, node, now);
            WholeFile.Replace(path, Encoding.ASCII.GetBytes($"{made.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return new CertificateAuthority(made);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DroverException("WEB_CA", $"The authority of this daemon's certificates '{path}' cannot be had: {e.Message.TrimEnd('.')}. Give the daemon's user its directory.", e);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new DroverException("WEB_CA", $"'{path}' holds no certificate with its key: {e.Message.TrimEnd('.')}. Remove it: a new authority is made, which clients must be told to trust again.", e);
        }
    }

    /// <summary>Makes a certificate of the daemon, which outlives its authority in no case.</summary>
    internal X509Certificate2 Issue(IReadOnlyCollection<CertificateName> names, DateTimeOffset now, TimeSpan time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Subject("Drover"), key, HashAlgorithmName.SHA256);
        AddUsage(request, s_server);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
            name.AddTo(alternatives);
        request.CertificateExtensions.Add(alternatives.Build());
        using var bare = Sign(request, now, time);
        return bare.CopyWithPrivateKey(key);
    }

    /// <summary>Makes a certificate of a client for the key that it asks for. What else the request says counts for nothing.</summary>
    /// <param name="request">PKCS #10, as DER; it is signed by its key.</param>
    /// <param name="name">Whom the certificate is for.</param>
    /// <param name="now">From when it is good.</param>
    /// <param name="time">How long it is good.</param>
    /// <exception cref="DroverException"><c>REQUEST_INVALID</c>: it is no request, its signature is wrong, or its key is not on the curve P-256.</exception>
    public X509Certificate2 IssueToClient(byte[] request, string name, DateTimeOffset now, TimeSpan time)
    {
        PublicKey key;
        try
        {
            key = CertificateRequest.LoadSigningRequest(request, HashAlgorithmName.SHA256).PublicKey;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new DroverException("REQUEST_INVALID", "This is no request for a certificate that its own key has signed (PKCS #10).", e);
        }
        using var curve = key.GetECDsaPublicKey();
        if (curve is not { KeySize: 256 })
            throw new DroverException("REQUEST_INVALID", "The key of the request is not on the curve P-256.");
        var made = new CertificateRequest(Subject(name), curve, HashAlgorithmName.SHA256);
        AddUsage(made, s_client);
        return Sign(made, now, time);
    }

    /// <summary>Why a certificate of a client is not good; null when it is.</summary>
    public string? Problem(X509Certificate2 client, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(s_client);
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        return chain.Build(client) ? null : string.Join(", ", chain.ChainStatus.Select(status => status.StatusInformation.TrimEnd('.', '\n')));
    }

    private static void AddUsage(CertificateRequest request, Oid usage)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([usage], critical: false));
    }

    private X509Certificate2 Sign(CertificateRequest request, DateTimeOffset now, TimeSpan time)
    {
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var (from, to) = (new DateTimeOffset(_certificate.NotBefore.ToUniversalTime()), new DateTimeOffset(_certificate.NotAfter.ToUniversalTime()));
        var (begins, ends) = (now - s_skew > from ? now - s_skew : from, now + time < to ? now + time : to);
        return request.Create(_certificate, begins, ends, Serial());
    }

    /// <inheritdoc/>
    public void Dispose() => _certificate.Dispose();

    private static X509Certificate2? Read(string path)
    {
        var text = File.ReadAllText(path);
        return X509Certificate2.CreateFromPem(text, text);
    }

    private static X509Certificate2 Make(ECDsa key, string node, DateTimeOffset now)
    {
        var request = new CertificateRequest(Subject($"Drover CA of {node}"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(now - s_skew, now + s_life);
    }

    private static X500DistinguishedName Subject(string name)
    {
        const int Longest = 64;
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name.Length <= Longest ? name : name[..Longest]);
        return subject.Build();
    }

    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        // Positive, and not shorter than it looks.
        serial[0] = (byte)((serial[0] & 0x7f) | 0x40);
        return serial;
    }
}
