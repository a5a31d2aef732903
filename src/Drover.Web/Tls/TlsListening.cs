using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Drover.Doors.Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Drover.Web.Tls;

/// <summary>Puts TLS before what serves a connection.</summary>
internal static class TlsListening
{
    private static readonly TimeSpan s_handshake = TimeSpan.FromSeconds(10);

    /// <summary>Version 1.2 and later alone; the certificate is asked for at each handshake.</summary>
    public static void UseTls(this ListenOptions listen, ICertificateSource certificates) => listen.UseHttps(new TlsHandshakeCallbackOptions
    {
        HandshakeTimeout = s_handshake,
        OnConnection = _ => new(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = certificates.Current,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            AllowRenegotiation = false,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        }),
    });
}
