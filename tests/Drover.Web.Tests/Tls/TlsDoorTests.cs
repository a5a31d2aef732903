using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Drover.Doors.Certificates;
using Drover.Tests.Shared;
using Drover.Web.Tests.Pages;
using Drover.Web.Tls;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Web.Tests.Tls;

/// <summary>The door over TLS, on real sockets.</summary>
public sealed class TlsDoorTests : IDisposable
{
    private readonly Pem _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task What_goes_over_the_network_is_encrypted(SslProtocols version)
    {
        await using var door = await TestDoor.OpenAsync(tls: Own());
        await using var stream = await ConnectAsync(door, version);
        Assert.Equal(version, stream.SslProtocol);
        Assert.StartsWith("HTTP/1.1 200 ", await GetAsync(stream, "/livez"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_encrypted_gets_no_answer()
    {
        await using var door = await TestDoor.OpenAsync(tls: Own());
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, door.Tcp.BaseAddress!.Port, TestDoor.Stop);
        await using var stream = client.GetStream();
        Assert.DoesNotContain("HTTP", await GetAsync(stream, "/livez"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Curl_trusts_the_authority_that_the_daemon_tells_of_and_no_other()
    {
        await using var door = await TestDoor.OpenAsync(tls: Own(), pages: true);
        await File.WriteAllTextAsync(_files["told.pem"], (await door.GetAsync("/v1/web-ca")).Body.GetProperty("certificate").GetString(), TestDoor.Stop);
        await door.AddTokenAsync("ada", "s3cret");
        _files.Write("other");
        Assert.Equal((0, "200"), await CurlAsync(door, "--cacert", _files["told.pem"]));
        Assert.Equal(60, (await CurlAsync(door, "--cacert", _files.Certificate)).Code);
        Assert.NotEqual(0, (await CurlAsync(door, "--cacert", _files["told.pem"], "--tls-max", "1.1")).Code);
    }

    [Fact]
    public async Task A_browser_signs_in_by_a_cookie_that_goes_over_tls_alone()
    {
        await using var door = await TestDoor.OpenAsync(tls: Own(), pages: true);
        var link = await Browser.LinkAsync(door);
        Assert.Equal("https", link.Scheme);
        using var browser = new Browser(door);
        using (var plain = await browser.PostAsync("/sign-in", $"http://{link.Authority}", ("link", link.Segments[^1])))
            Assert.Equal(HttpStatusCode.Forbidden, plain.StatusCode);
        using var used = await browser.PostAsync("/sign-in", ("link", link.Segments[^1]));
        var cookie = used.Headers.GetValues("Set-Cookie").Single();
        Assert.Matches("^__Host-drover-session=[^;]+; path=/; secure; samesite=strict; httponly$", cookie);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/jobs")).Status);
        Assert.False(used.Headers.Contains("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("/livez")]
    [InlineData("/v1/version")]
    public async Task Browsers_are_held_to_tls_where_the_certificate_was_given(string path)
    {
        await using var door = await TestDoor.OpenAsync(tls: Own(), web: new WebOptions { InsistsOnTls = true });
        using var answer = await door.Tcp.GetAsync(path, TestDoor.Stop);
        Assert.Equal("max-age=31536000", answer.Headers.GetValues("Strict-Transport-Security").Single());
    }

    [Fact]
    public async Task A_renewed_certificate_is_shown_to_the_next_connection_and_open_ones_go_on()
    {
        _files.Write("first");
        var clock = new ManualClock();
        await using var door = await TestDoor.OpenAsync(tls: new GivenCertificate(_files.Certificate, _files.Key, clock, NullLoggerFactory.Instance));
        await using var before = await ConnectAsync(door);
        Assert.Equal("CN=first", before.RemoteCertificate!.Subject);
        _files.Write("second");
        clock.Advance(TimeSpan.FromMinutes(1));
        await using var after = await ConnectAsync(door);
        Assert.Equal("CN=second", after.RemoteCertificate!.Subject);
        Assert.StartsWith("HTTP/1.1 200 ", await GetAsync(before, "/livez"), StringComparison.Ordinal);
    }

    private OwnCertificate Own() =>
        new(new WebTlsOptions { AuthorityFile = _files["ca.pem"], HostNames = ["one.example"] }, "one", IPAddress.Loopback, TimeProvider.System, NullLoggerFactory.Instance);

    private static async Task<SslStream> ConnectAsync(TestDoor door, SslProtocols version = SslProtocols.None)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, door.Tcp.BaseAddress!.Port, TestDoor.Stop);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost", EnabledSslProtocols = version, RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null,
        }, TestDoor.Stop);
        return stream;
    }

    private static async Task<string> GetAsync(Stream stream, string path)
    {
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), TestDoor.Stop);
            using var reader = new StreamReader(stream, leaveOpen: true);
            return await reader.ReadToEndAsync(TestDoor.Stop);
        }
        catch (IOException)
        {
            return "cut";
        }
    }

    private static async Task<(int Code, string Out)> CurlAsync(TestDoor door, params string[] arguments)
    {
        using var curl = TimedProcess.Start(new ProcessStartInfo("curl", ["-sS", "-m", "30", "-o", "/dev/null", "-w", "%{http_code}", "-H", "Authorization: Bearer s3cret", .. arguments, $"{door.Tcp.BaseAddress}v1/version"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        });
        var text = await curl.StandardOutput.ReadToEndAsync(TestDoor.Stop);
        await curl.WaitForExitAsync(TestDoor.Stop);
        return (curl.ExitCode, text);
    }
}
