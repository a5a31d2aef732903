using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Drover.FleetLoad;

/// <summary>Who signs the certificates of the bare server and its clients.</summary>
internal sealed class Authority : IDisposable
{
    private const string FileName = "authority.p12";

    private readonly X509Certificate2 _root;

    private Authority(X509Certificate2 root) => _root = root;

    /// <summary>The certificate, DER.</summary>
    public byte[] Certificate => _root.RawData;

    /// <summary>A new one, kept in a directory for the clients.</summary>
    public static Authority Create(string directory)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        var root = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
        File.WriteAllBytes(Path.Combine(directory, FileName), root.Export(X509ContentType.Pkcs12));
        return new Authority(root);
    }

    /// <summary>That of a server that runs.</summary>
    public static Authority Open(string directory) => new(X509CertificateLoader.LoadPkcs12FromFile(Path.Combine(directory, FileName), null, X509KeyStorageFlags.Exportable));

    /// <summary>A certificate with its key, for a server or a client.</summary>
    public X509Certificate2 Issue(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var issued = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).Create(_root, now.AddMinutes(-30), now.AddHours(20), RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }

    /// <summary>Whether a certificate was signed by an authority.</summary>
    public static bool Vouches(X509Certificate2 root, X509Certificate2 shown)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(shown);
    }

    /// <inheritdoc/>
    public void Dispose() => _root.Dispose();
}
