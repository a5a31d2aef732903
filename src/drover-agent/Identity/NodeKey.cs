using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Drover.NodeAgent.Identity;

/// <summary>Keys of nodes: made here, and never sent anywhere.</summary>
internal static class NodeKey
{
    /// <summary>Draws one, on the curve P-256.</summary>
    public static ECDsa Create() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The request for a certificate of a key (PKCS #10, DER).</summary>
    public static byte[] Request(ECDsa key, string node)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(node);
        return new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256).CreateSigningRequest();
    }
}
