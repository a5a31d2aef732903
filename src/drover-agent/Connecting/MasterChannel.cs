using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;

namespace Drover.NodeAgent.Connecting;

/// <summary>Ways to a master: HTTP/2 over TLS. The master is known by the authority of its cluster, whatever address it is reached at.</summary>
internal static class MasterChannel
{
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1";

    private static readonly TimeSpan s_connectTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_pingTime = TimeSpan.FromSeconds(10);

    /// <summary>To whoever answers: only to ask for the authority, which is then compared with its hash.</summary>
#pragma warning disable CA5359 // Nothing is told or believed over it: what it gives counts only if it has the hash that is known.
    public static GrpcChannel ToUnknown(string master) => Open(master, (_, _, _, _) => true, client: null);
#pragma warning restore CA5359

    /// <summary>To a master of the cluster of an authority.</summary>
    /// <param name="master">Where, as <c>HOST:PORT</c>.</param>
    /// <param name="authority">PEM.</param>
    /// <param name="client">What this node shows; null when it has nothing yet.</param>
    /// <param name="clock">Says when certificates are good.</param>
    public static GrpcChannel To(string master, string authority, X509Certificate2? client, TimeProvider clock)
    {
        var root = X509Certificate2.CreateFromPem(authority);
        return Open(master, (_, certificate, _, _) => certificate is X509Certificate2 shown && IsOf(shown, root, clock.GetUtcNow()), client);
    }

    /// <summary>A clock of this machine that is wrong by a day must not cut it off: certificates are good within a month of what it says, and the master looks at those of nodes itself.</summary>
    private static bool IsOf(X509Certificate2 shown, X509Certificate2 root, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerUsage));
        chain.ChainPolicy.VerificationTime = Within(now, shown).UtcDateTime;
        return chain.Build(shown);
    }

    private static DateTimeOffset Within(DateTimeOffset now, X509Certificate2 shown)
    {
        var slack = TimeSpan.FromDays(31);
        var (from, to) = (new DateTimeOffset(shown.NotBefore.ToUniversalTime()), new DateTimeOffset(shown.NotAfter.ToUniversalTime()));
        return now < from && from - now < slack ? from : now > to && now - to < slack ? to : now;
    }

    private static GrpcChannel Open(string master, RemoteCertificateValidationCallback isTrusted, X509Certificate2? client)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = s_connectTime,
            KeepAlivePingDelay = s_pingTime,
            KeepAlivePingTimeout = s_pingTime / 2,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = isTrusted },
        };
        if (client is not null)
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(client, additionalCertificates: null, offline: true);
        return GrpcChannel.ForAddress($"https://{master}", new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true, MaxReceiveMessageSize = 4 << 20, MaxSendMessageSize = 4 << 20 });
    }
}
