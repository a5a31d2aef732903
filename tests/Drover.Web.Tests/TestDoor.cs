using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Drover.Doors;
using Drover.Doors.Certificates;
using Drover.Doors.Listening;
using Drover.Doors.Places;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Kernel.Commands;
using Drover.Kernel.Jobs;
using Drover.Kernel.Logs;
using Drover.Pages;
using Drover.People;
using Drover.People.Accounts;
using Drover.People.Passwords;
using Drover.People.SignIn;
using Drover.Storage;
using Drover.Storage.Logs;
using Drover.Tests.Shared;
using Drover.Web.About;
using Drover.Web.Accounts;
using Drover.Web.Audit;
using Drover.Web.Doors;
using Drover.Web.Events;
using Drover.Web.Health;
using Drover.Web.Jobs;
using Drover.Web.LogLevels;
using Drover.Web.Logs;
using Drover.Web.Metrics;
using Drover.Web.Opcodes;
using Drover.Web.Query;
using Drover.Web.Queue;
using Drover.Web.Sessions;
using Drover.Web.Tls;
using Drover.Web.Tracing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Web.Tests;

/// <summary>The real door on real sockets, before a real kernel and store; the clock stands still and callers are who the test says.</summary>
internal sealed class TestDoor : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("drw").FullName;
    private string SocketPath => Path.Combine(_directory, "s");
    private WebApplication _app = null!;
    private readonly List<HttpClient> _kept = [];
    private HttpClient _http = null!;
    private readonly MetricsExport _metrics = new();
    private IPEndPoint? _network;
    private string? _authority;

    public ManualClock Clock { get; } = new();

    public TestDomain Domain { get; } = new();

    /// <summary>A domain beside those that all tests have; null for none.</summary>
    public IDomain? Other { get; private init; }

    public FakeGate Gate { get; } = new();

    public FakeAudit Audit { get; } = new();

    public Drover.Daemon.Logging.LogLevels Levels { get; } = new("information,store=error");

    public Drover.Daemon.Logging.Tracing Tracing => field ??= new(Levels, Clock);

    /// <summary>Lines of the HTTP doors.</summary>
    public CapturedLog Log { get; } = new();

    public KernelHost Kernel { get; private set; } = null!;

    public WebSite Site { get; private set; } = null!;

    /// <summary>Requests over TCP, where nobody is known.</summary>
    public HttpClient Tcp { get; private set; } = null!;

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<TestDoor> OpenAsync(
        KernelOptions? options = null, EventOptions? events = null, WebOptions? web = null, int followers = 200, ILogSource[]? logs = null,
        (string, Func<string?>)[]? checks = null, (string, Func<string?>)[]? notices = null, SettingView[]? settings = null, bool pages = false, ICertificateSource? tls = null, PasswordOptions? passwords = null, string? origin = null, IIdentityProvider? provider = null, IDomain? domain = null)
    {
        var door = new TestDoor { Passwords = passwords ?? new PasswordOptions { Memory = 64 << 10 }, Origin = origin, Provider = provider, Other = domain };
        var places = new FollowerPlaces(new PlaceLimits { Most = followers }, door.Clock, door.Log);
        var health = new HealthRoom(checks ?? [], notices ?? [("sign-in", () => provider?.Problem)]);
        var view = settings ?? [new SettingView("state", "/x", "command line", "where it is"), new SettingView("listen", null, SettingView.ByDefault, "")];
        await door.StartAsync(options ?? new KernelOptions(), kernel =>
        [
            new JobRoom(new JobRoomOptions()),
            new QueryRoom(),
            new OpcodeRoom(),
            new EventRoom(events ?? new EventOptions(), places),
            new LogRoom(new LocalLogs(logs ?? [], door.Clock), new LogRoomOptions(), places),
            new QueueRoom(),
            new LogLevelRoom(door.Levels),
            new TraceRoom(door.Tracing, places),
            new AuditRoom(door.Audit),
            new AboutRoom("9.8.7", _ => new WhoAmI("farm", "one", "some-uuid"), view),
            health,
            new MetricsRoom(door._metrics),
            .. pages ? (IEnumerable<IWebRoom>)[new SessionRoom(door.Sessions, () => door._network, plain: false, tls), new TlsRoom(tls), new AccountRoom(door.Key, door.Hasher, door.Sessions, "Drover farm"), new PagesRoom(kernel, new PageSources(health, new LocalLogs(logs ?? [], door.Clock), view, door.Audit, door._metrics.Meters), door.Sessions, places, door.Log)] : [],
        ], web ?? new WebOptions { HostNames = ["one.example"] }, places, tls);
        return door;
    }

    public async Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request, Stop);
        return ((int)response.StatusCode, await ReadAsync(response));
    }

    /// <summary>Goes on with new connections: callers are known by connection.</summary>
    public TestDoor Reopen()
    {
        _http.Dispose();
        _http = Client(SocketPath);
        return this;
    }

    /// <summary>Goes on with a new connection and keeps those of before.</summary>
    public TestDoor ConnectAnew()
    {
        _kept.Add(_http);
        _http = Client(SocketPath);
        return this;
    }

    /// <summary>Begins to follow the events.</summary>
    public Task<HttpResponseMessage> FollowAsync() => _http.GetAsync("/v1/events", HttpCompletionOption.ResponseHeadersRead, Stop);

    public Task<(int Status, JsonElement Body)> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<(int Status, JsonElement Body)> PostAsync(string path, string? body = null) => SendAsync(HttpMethod.Post, path, body);

    public Task<string> TextAsync(string path) => _http.GetStringAsync(path, Stop);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) =>
        _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Stop));
        return document.RootElement.Clone();
    }

    /// <summary>Submits a job and answers its id.</summary>
    public async Task<long> SubmitAsync(string op)
    {
        var (status, body) = await PostAsync("/v1/jobs", $$"""{"ops":[{{op}}]}""");
        Assert.True(status == 201, body.ToString());
        return body.GetProperty("id").GetInt64();
    }

    /// <summary>Gives a user a token by a job of the socket's caller.</summary>
    public Task<long> AddTokenAsync(string user, string secret, string? role = null) =>
        DoAsync($$"""{"OP_ID":"OP_TOKEN_ADD","user":"{{user}}","hash":"{{SecretHash.Of(secret)}}"{{(role is null ? "" : $",\"role\":\"{role}\"")}}}""");

    /// <summary>Adds an account with a password by a job of the socket's caller.</summary>
    public async Task AddAccountAsync(string name, string password, string role = "viewer") =>
        await DoAsync($$"""{"OP_ID":"OP_ACCOUNT_ADD","name":"{{name}}","role":"{{role}}","password_hash":{{JsonSerializer.Serialize(await HashAsync(password))}}}""");

    /// <summary>The hash of a password, as the daemon makes it.</summary>
    public async Task<string> HashAsync(string password) =>
        (await PostAsync("/v1/password-hashes", $$"""{"password":{{JsonSerializer.Serialize(password)}}}""")).Body.GetProperty("hash").GetString()!;

    /// <summary>Submits a job that succeeds; its id.</summary>
    public async Task<long> DoAsync(string op)
    {
        var id = await SubmitAsync(op);
        await UntilAsync(id, JobStatus.Success);
        return id;
    }

    /// <summary>A request over TCP that shows a token.</summary>
    public async Task<(int Status, JsonElement Body)> AskAsync(string token, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { "Authorization", $"Bearer {token}" } } };
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Tcp.SendAsync(request, Stop);
        return ((int)response.StatusCode, await ReadAsync(response));
    }

    public async Task UntilAsync(long id, JobStatus wanted)
    {
        while (true)
        {
            var change = Kernel.Watch.NextChange(id);
            if (Kernel.State.Jobs[id].Status == wanted)
                return;
            await change.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        }
    }

    /// <summary>Waits for a job that holds to have said so in its log.</summary>
    public async Task UntilItHoldsAsync(long id)
    {
        while (true)
        {
            var change = Kernel.Watch.NextChange(id);
            using (var store = Kernel.ReadStore())
                if (store.LastLogSerial(id) == 1)
                    return;
            await change.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        }
    }

    /// <summary>Closes the door as a stop of the daemon does.</summary>
    public Task CloseAsync() => _app.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        Hasher.Dispose();
        _http.Dispose();
        _kept.ForEach(client => client.Dispose());
        Tcp.Dispose();
        Levels.Dispose();
        // The clock stands still, so a stop would wait for ever for an operation that is deaf.
        Domain.OpenAll();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await Kernel.DisposeAsync();
        _metrics.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Who has signed in with a browser.</summary>
    internal WebSessions Sessions => field ??= new WebSessions(new WebSessionOptions { File = SessionFile, Origin = Origin }, Clock, SignIn, new PasswordChange(Kernel, SignIn, Hasher), Provider, Log);

    private SignInCheck SignIn => field ??= new SignInCheck(Kernel, Key, Hasher, new SignInOptions());

    /// <summary>Where sessions outlive the daemon.</summary>
    public string SessionFile => Path.Combine(_directory, "web-sessions.json");

    /// <summary>Everything that the daemon has written.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFiles(_directory, "*", SearchOption.AllDirectories).Where(path => path != SocketPath && Path.GetFileName(path) != "lock");

    public AccountKey Key => field ??= AccountKey.Open(Path.Combine(_directory, "account.key"));

    /// <summary>Passwords cost little here; tests may leave no place for any.</summary>
    public required PasswordOptions Passwords { get; init; }

    /// <summary>Who knows users besides.</summary>
    public IIdentityProvider? Provider { get; init; }

    /// <summary>Where browsers find it behind a proxy.</summary>
    public string? Origin { get; init; }

    private PasswordHasher Hasher => field ??= new PasswordHasher(Key, Passwords);

    private async Task StartAsync(KernelOptions options, Func<IKernel, IReadOnlyList<IWebRoom>> rooms, WebOptions web, FollowerPlaces places, ICertificateSource? tls)
    {
        var store = SqliteStore.Open(new SqliteStoreOptions { Directory = _directory, ReserveBytes = 0 }, Clock, meters: _metrics.Meters);
        Kernel = await KernelHost.StartAsync(new KernelModel(options, [Domain, new PeopleDomain(), .. Other is null ? (IDomain[])[] : [Other]]), store, Clock, new Ids(), Stop, meters: _metrics.Meters);
        Site = new WebSite(Kernel, rooms(Kernel), Sessions, web, Log);
        WebInstruments.Add(_metrics.Meters, Site, places);
        var tcp = new HttpTcpListener(Site, new IPEndPoint(IPAddress.Loopback, 0), NullLoggerFactory.Instance, tls);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<Microsoft.Extensions.Logging.ILoggerFactory>(Log);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore();
        builder.Services.AddSingleton<IConnectionListenerFactory>(services => new DoorTransport(Clock, Log, services.GetRequiredService<IMemoryPoolFactory<byte>>()));
        builder.WebHost.ConfigureKestrel(server =>
        {
            WebSite.Limit(server);
            new HttpSocketListener(Site, SocketPath, Gate, Log).Listen(server);
            tcp.Listen(server);
        });
        _app = builder.Build();
        Site.Map(_app);
        await _app.StartAsync(Stop);
        (_network, _authority) = (tcp.Address, tls?.Authority);
        Tcp = new HttpClient(TcpHandler()) { BaseAddress = new Uri($"{(tls is null ? "http" : "https")}://{tcp.Address}") };
        _http = Client(SocketPath);
    }

    /// <summary>What clients over TCP send by: they trust the authority of the door and no other.</summary>
    public SocketsHttpHandler TcpHandler()
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        if (_authority is null)
            return handler;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(_authority));
        handler.SslOptions.CertificateChainPolicy = policy;
        return handler;
    }

    private static HttpClient Client(string socket) =>
        new(new SocketsHttpHandler { ConnectCallback = (_, stop) => ConnectAsync(socket, stop) })
        {
            BaseAddress = new Uri("http://localhost"),
            Timeout = TimeSpan.FromSeconds(60),
        };

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken stop)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), stop);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private sealed class Ids : IIdSource
    {
        private int _last;

        public string NewUuid() => $"00000000-0000-0000-0000-{Interlocked.Increment(ref _last):d12}";
    }
}

/// <summary>Says that everybody is who the test says; read at each connection.</summary>
internal sealed class FakeGate : ICallerGate
{
    public Caller Caller { get; set; } = Caller.User(1000, Role.Operator);

    public Caller Identify(Socket socket) => Caller;
}

internal sealed class FakeAudit : IAudit
{
    public AuditReport Report { get; set; } = new(5, 1, 5, false, []);

    /// <summary>What it tells before it is done.</summary>
    public AuditProgress? Progress { get; set; }

    /// <summary>It ends with this, once it has told how far it is.</summary>
    public Task End { get; set; } = Task.CompletedTask;

    public async Task<AuditReport> VerifyAsync(bool replay, Action<AuditProgress>? told, CancellationToken cancellationToken)
    {
        if (Progress is { } progress)
            told?.Invoke(progress);
        await End;
        return Report with { Replayed = replay };
    }
}
