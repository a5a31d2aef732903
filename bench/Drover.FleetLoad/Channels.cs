using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;

namespace Drover.FleetLoad;

/// <summary>Connections of clients, one TCP connection each, and their keys.</summary>
internal static class Channels
{
    private static readonly TimeSpan s_pingTime = TimeSpan.FromSeconds(10);

    /// <summary>To a server that shows one certificate of an authority, or to any when that is null.</summary>
    public static GrpcChannel Open(string server, byte[]? authority, X509Certificate2? client)
    {
        var root = authority is null ? null : X509CertificateLoader.LoadCertificate(authority);
        var handler = new SocketsHttpHandler
        {
            KeepAlivePingDelay = s_pingTime,
            KeepAlivePingTimeout = s_pingTime,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, shown, _, _) => root is null || (shown is X509Certificate2 certificate && Authority.Vouches(root, certificate)),
            },
        };
        if (client is not null)
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(client, additionalCertificates: null, offline: true);
        return GrpcChannel.ForAddress($"https://{server}", new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
    }

    /// <summary>A key, and the request for its certificate (PKCS #10, DER).</summary>
    public static (ECDsa Key, byte[] Request) NewKey(string name)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return (key, new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSigningRequest());
    }
}
