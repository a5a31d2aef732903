using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Drover.Web.Tests.Daemon;

/// <summary>The program itself, for users of the network.</summary>
public sealed class NetworkDaemonTests : IDisposable
{
    private const string Password = "correct horse battery";
    private const int Terminate = 15;

    private readonly string _directory = Directory.CreateTempSubdirectory("drd").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_user_signs_in_over_tls_and_is_still_known_after_a_restart()
    {
        var address = $"127.0.0.1:{FreePort()}";
        string[] options = ["--listen", address, "--web-tls", "--password-memory", "8M"];
        string authority;
        var cookies = new CookieContainer();
        using (var daemon = await DaemonProcess.StartAsync(_directory, options))
        {
            authority = await AuthorityAsync(daemon);
            var (_, hash) = await daemon.SendAsync(HttpMethod.Post, "/v1/password-hashes", $$"""{"password":"{{Password}}"}""");
            await DoAsync(daemon, $$"""{"OP_ID":"OP_ACCOUNT_ADD","name":"ada","role":"operator","password_hash":"{{hash.GetProperty("hash").GetString()}}"}""");
            using var browser = Trusting(authority, cookies);
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("user", "ada"), KeyValuePair.Create("password", Password)]);
            using var request = new HttpRequestMessage(HttpMethod.Post, $"https://{address}/sign-in") { Content = form, Headers = { { "Origin", $"https://{address}" } } };
            using var answer = await browser.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            Assert.Equal("user:ada", await SubmitAsync(daemon, browser, address));
            daemon.Signal(Terminate);
            Assert.Equal(0, await daemon.EndAsync());
        }

        using var next = await DaemonProcess.StartAsync(_directory, options);
        Assert.Equal(authority, await AuthorityAsync(next));
        using var same = Trusting(authority, cookies);
        Assert.Equal("user:ada", await SubmitAsync(next, same, address));
    }

    [Fact]
    public async Task A_certificate_that_is_not_there_is_told_by_its_file_and_nothing_is_served()
    {
        var (code, _, errors) = await DaemonProcess.RunAsync(_directory, "--listen", "127.0.0.1:0", "--web-tls", "--web-certificate", "/nowhere/c.pem", "--web-key", "/nowhere/k.pem");
        Assert.NotEqual(0, code);
        Assert.Contains("/nowhere/c.pem", errors, StringComparison.Ordinal);
    }

    /// <summary>Submits a job as the browser; whose it is.</summary>
    private static async Task<string?> SubmitAsync(DaemonProcess daemon, HttpClient browser, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"https://{address}/v1/jobs")
        {
            Content = new StringContent("""{"ops":[{"OP_ID":"OP_TEST_DELAY","duration":0.001}]}"""),
            Headers = { { "Origin", $"https://{address}" } },
        };
        using var answer = await browser.SendAsync(request, TestContext.Current.CancellationToken);
        var made = await TestDoor.ReadAsync(answer);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, made.ToString());
        var (_, job) = await daemon.SendAsync(HttpMethod.Get, $"/v1/query/job?fields=principal&filter=id=={made.GetProperty("id").GetInt64()}");
        return job.GetProperty("rows")[0][0][1].GetString();
    }

    private static async Task<string> AuthorityAsync(DaemonProcess daemon) => (await daemon.SendAsync(HttpMethod.Get, "/v1/web-ca")).Body.GetProperty("certificate").GetString()!;

    private static async Task DoAsync(DaemonProcess daemon, string op)
    {
        var (_, job) = await daemon.SendAsync(HttpMethod.Post, "/v1/jobs", $$"""{"ops":[{{op}}]}""");
        var (_, end) = await daemon.SendAsync(HttpMethod.Get, $"/v1/jobs/{job.GetProperty("id").GetInt64()}/wait?timeout=60");
        Assert.Equal("success", end.GetProperty("status").GetString());
    }

    private static HttpClient Trusting(string authority, CookieContainer cookies)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(authority));
        return new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies, SslOptions = { CertificateChainPolicy = policy } });
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
