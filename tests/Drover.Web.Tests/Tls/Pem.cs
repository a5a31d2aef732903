using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Drover.Web.Tests.Tls;

/// <summary>Certificates as a site gives them, in files of a directory of their own.</summary>
internal sealed class Pem : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("drc");

    public string Certificate => Path.Combine(_directory.FullName, "fullchain.pem");

    public string Key => Path.Combine(_directory.FullName, "key.pem");

    /// <summary>A file of the directory.</summary>
    public string this[string name] => Path.Combine(_directory.FullName, name);

    /// <summary>Writes a new certificate of that name, made by itself, with a key of RSA or of an elliptic curve.</summary>
    public void Write(string name, bool isRsa = false)
    {
        using AsymmetricAlgorithm key = isRsa ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = key is RSA rsa
            ? new CertificateRequest($"CN={name}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest($"CN={name}", (ECDsa)key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(Key, key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Writes a new certificate of that name, and behind it the one of the authority that has made it, whose own root is elsewhere.</summary>
    public void WriteBelow(string authority, string name)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = Request("root", rootKey, isAuthority: true).CreateSelfSigned(now.AddDays(-1), now.AddDays(3));
        using var betweenKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var bare = Request(authority, betweenKey, isAuthority: true).Create(root, now.AddDays(-1), now.AddDays(2), [1]);
        using var between = bare.CopyWithPrivateKey(betweenKey);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Request(name, key, isAuthority: false).Create(between, now.AddDays(-1), now.AddDays(1), [2]);
        File.WriteAllText(Certificate, $"{certificate.ExportCertificatePem()}\n{between.ExportCertificatePem()}");
        File.WriteAllText(Key, key.ExportPkcs8PrivateKeyPem());
    }

    private static CertificateRequest Request(string name, ECDsa key, bool isAuthority)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        return request;
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
