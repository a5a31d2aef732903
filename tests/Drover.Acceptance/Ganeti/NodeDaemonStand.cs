using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace Drover.Acceptance.Ganeti;

/// <summary>What <c>gnt-node add</c> wants to find on a machine: something that listens where ssh does, and a node daemon that tells its version by the certificate of the
/// cluster. It has a loopback address of its own, which is its name too.</summary>
internal sealed partial class NodeDaemonStand : IDisposable
{
    internal const string Address = "127.81.11.7";
    private const int NodeDaemonPort = 1811;

    private readonly TcpListener _ssh = new(IPAddress.Parse(Address), 0);
    private readonly TcpListener _daemon = new(IPAddress.Parse(Address), NodeDaemonPort);
    private readonly X509Certificate2 _certificate;
    private readonly Task _serving;

    /// <param name="certificateFile">Where the certificate with its key is written, for the tools of the master.</param>
    internal NodeDaemonStand(string certificateFile)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=ganeti.example.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(certificateFile, key.ExportPkcs8PrivateKeyPem() + "\n" + made.ExportCertificatePem() + "\n");
        _certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
        _ssh.Start();
        _daemon.Start();
        _serving = Task.WhenAll(AcceptAsync(_ssh, client => Task.CompletedTask), AcceptAsync(_daemon, AnswerAsync));
    }

    internal int SshPort => ((IPEndPoint)_ssh.LocalEndpoint).Port;

    /// <summary>Procedures that were called.</summary>
    internal List<string> Calls { get; } = [];

    public void Dispose()
    {
        _ssh.Dispose();
        _daemon.Dispose();
        _serving.GetAwaiter().GetResult();
        _certificate.Dispose();
    }

    private static async Task AcceptAsync(TcpListener listener, Func<TcpClient, Task> serve)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                try
                {
                    await serve(client);
                }
                catch (Exception problem) when (problem is IOException or System.Security.Authentication.AuthenticationException)
                {
                    // The tool also tries whether the port is open, and says nothing.
                }
            }
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            // The listener is closed.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        await using var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(_certificate);
        var buffer = new byte[16 * 1024];
        var length = 0;
        while (!Whole(Encoding.ASCII.GetString(buffer, 0, length)))
        {
            var count = await stream.ReadAsync(buffer.AsMemory(length));
            if (count == 0)
                return;
            length += count;
        }
        lock (Calls)
            Calls.Add(Encoding.ASCII.GetString(buffer, 0, length).Split(' ')[1]);
        const string Answer = "[true, 3000000]";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Answer.Length}\r\n\r\n{Answer}"));
    }

    private static bool Whole(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end >= 0 && (ContentLength().Match(request) is not { Success: true } length
            || request.Length - end - 4 >= int.Parse(length.Groups["bytes"].Value, System.Globalization.CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^Content-Length: *(?<bytes>\d+)", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex ContentLength();
}
