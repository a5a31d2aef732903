using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Drover.Doors.Listening;
using Drover.Kernel;
using Drover.Kernel.Commands;
using Drover.Kernel.Jobs;
using Drover.Kernel.Queries;
using Drover.Kernel.State;
using Drover.Lab;
using Drover.LavaWeb.Notify;
using Drover.LavaWeb.Rest;
using Drover.LavaWeb.Rpc;
using Drover.LavaWeb.Sessions;
using Drover.LavaWeb.Workers;
using Drover.Opcodes;
using Drover.People;
using Drover.Storage;
using Drover.Storage.Logs;
using Drover.Tests.Shared;
using Drover.Web;
using Drover.Web.About;
using Drover.Web.Doors;
using Drover.Web.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.LavaWeb.Tests;

/// <summary>The rooms of LAVA over TCP, before a kernel with lab and people on a real store in a directory of its own. The clock stands still. Can die without a goodbye and start again.</summary>
internal sealed class LavaSite : IAsyncDisposable
{
    public const string Definition = "job_name: hello\ndevice_type: board\nvisibility: public\ntimeouts: {job: {minutes: 5}}\nactions: []\n";

    private readonly string _directory = Directory.CreateTempSubdirectory("drv").FullName;
    private readonly WorkerRegistration _registration;
    private readonly int _longestBody;
    private WebApplication _app = null!;
    private LogFiles _files = null!;

    private LavaSite(WorkerRegistration registration, int longestBody) => (_registration, _longestBody) = (registration, longestBody);

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ManualClock Clock { get; } = new();

    public KernelHost Kernel { get; private set; } = null!;

    public LabDomain Lab { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public WorkerRoom Room { get; private set; } = null!;

    public LabAccess Access { get; private set; } = null!;

    /// <summary>Whom callbacks may call.</summary>
    public static IReadOnlyList<string> CallbackHosts { get; } = ["127.0.0.1"];

    public Uri Address => Http.BaseAddress!;

    /// <summary>A site with the worker w1, whose token is <c>secret</c>, and two boards on it.</summary>
    public static async Task<LavaSite> StartAsync(WorkerRegistration registration = WorkerRegistration.Local, int longestBody = 1 << 20)
    {
        var site = new LavaSite(registration, longestBody);
        await site.OpenAsync();
        await site.DoAsync("OP_DEVICE_TYPE_ADD", json => json.WriteString("name", "board"));
        await site.DoAsync("OP_WORKER_ADD", json =>
        {
            json.WriteString("name", "w1");
            json.WriteString("token_hash", SecretHash.Of("secret"));
        });
        foreach (var name in new[] { "b1", "b2" })
            await site.DoAsync("OP_DEVICE_ADD", json =>
            {
                json.WriteString("name", name);
                json.WriteString("device_type", "board");
                json.WriteString("worker", "w1");
                json.WriteString("health", "good");
            });
        // A worker that nobody has heard gets no jobs.
        await site.PingAsync();
        return site;
    }

    /// <summary>Ends without a goodbye, and comes again on the same store.</summary>
    public async Task RestartAsync()
    {
        await CloseAsync();
        await OpenAsync();
    }

    /// <summary>Submits one opcode as root; its id.</summary>
    public async Task<long> SubmitAsync(string opId, Action<Utf8JsonWriter> parameters)
    {
        using var document = JsonDocument.Parse(RawJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("OP_ID", opId);
            parameters(json);
            json.WriteEndObject();
        }).Utf8);
        var opcode = new OpcodeReader(Kernel.Model).Read(document.RootElement, OpcodeReadOptions.Own, 0);
        var answer = (await Kernel.ExecuteAsync(new SubmitJobs([[opcode]]), Caller.User(0, Role.Operator), Stop))[0];
        Assert.Null(answer.Refusal);
        return answer.Id;
    }

    /// <summary>Submits one opcode as root and waits until it has succeeded; its result.</summary>
    public async Task<string> DoAsync(string opId, Action<Utf8JsonWriter> parameters)
    {
        var id = await SubmitAsync(opId, parameters);
        await UntilAsync(id, status => status.IsFinal());
        Assert.True(Kernel.State.Jobs[id].Status == JobStatus.Success, ResultOf(id));
        return ResultOf(id);
    }

    /// <summary>The result of the one opcode of a job, as JSON.</summary>
    public string ResultOf(long id)
    {
        using var reader = Kernel.ReadStore();
        return RowProjection.Decode(reader.Job(id)!).Ops[0].Result.ToString();
    }

    /// <summary>Submits a test job and waits until its worker is to be told.</summary>
    public async Task<long> SubmitTestJobAsync()
    {
        var id = await SubmitAsync("OP_TEST_JOB_RUN", json => json.WriteString("definition", Definition));
        await Soon.HoldsAsync(() => Lab.Assignments.Find(id) is not null);
        return id;
    }

    /// <summary>Cancels a job; returns when its worker has been thought of.</summary>
    public Task CancelAsync(long id) => Kernel.ExecuteAsync(new CancelJob(id, kill: false), Caller.System, Stop);

    public async Task<JobStatus> UntilFinalAsync(long id)
    {
        await UntilAsync(id, status => status.IsFinal());
        return Kernel.State.Jobs[id].Status;
    }

    public async Task UntilAsync(long id, Func<JobStatus, bool> wanted)
    {
        while (true)
        {
            var change = Kernel.Watch.NextChange(id);
            if (wanted(Kernel.State.Jobs[id].Status))
                return;
            await change.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        }
    }

    public Task<(int Status, JsonElement Body)> GetAsync(string path, string? token = "secret") => SendAsync(HttpMethod.Get, path, token, null);

    public Task<(int Status, JsonElement Body)> PostAsync(string path, string? token, params (string, string)[] form) =>
        SendAsync(HttpMethod.Post, path, token, new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Item1, field.Item2))));

    /// <summary>What the worker w1 has to do.</summary>
    public async Task<JsonElement> PingAsync()
    {
        var (status, body) = await GetAsync("/scheduler/internal/v1/workers/w1/?version=2023.01");
        Assert.Equal(200, status);
        return body;
    }

    /// <summary>The ids of a list of that, and the token of the last one.</summary>
    public async Task<(long[] Ids, string Token)> ToDoAsync(string list)
    {
        var jobs = (await PingAsync()).GetProperty(list).EnumerateArray().ToList();
        return ([.. jobs.Select(job => job.GetProperty("id").GetInt64())], jobs.Count > 0 ? jobs[^1].GetProperty("token").GetString()! : "");
    }

    public async Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? token, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null)
            request.Headers.Add("LAVA-Token", token);
        using var response = await Http.SendAsync(request, Stop);
        var text = await response.Content.ReadAsStringAsync(Stop);
        using var document = JsonDocument.Parse(text.Length == 0 ? "null" : text);
        return ((int)response.StatusCode, document.RootElement.Clone());
    }

    /// <summary>The log of a test job.</summary>
    public string LogOf(long id)
    {
        using var reader = _files.Open($"test-job/{id}");
        return reader is null ? "" : Encoding.UTF8.GetString(reader.Read(0, 1 << 20).Bytes.Span);
    }

    /// <summary>All rows of a query resource as root sees them, each as the JSON values of these fields with blanks between them.</summary>
    public async Task<List<string>> RowsAsync(string resource, params string[] fields)
    {
        using var context = Kernel.Look(Caller.User(0, Role.Operator), fields);
        var result = await Kernel.Model.Resources.Get(resource).QueryAsync(context, new QueryRequest(fields), Stop);
        using var document = JsonDocument.Parse(RawJson.Write(result.WriteValuesTo).Utf8);
        return [.. document.RootElement.EnumerateArray().Select(row => string.Join(' ', row.EnumerateArray().Select(cell => cell.GetRawText())))];
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task CloseAsync()
    {
        Http.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        Room.Dispose();
        await Kernel.DisposeAsync();
    }

    private async Task OpenAsync()
    {
        _files = new LogFiles(new LogFilesOptions { Directory = Path.Combine(_directory, "logs") }, Clock);
        Lab = new LabDomain(new LabOptions(), _files, NullLoggerFactory.Instance, memberships: PeopleDomain.GroupsOf);
        var store = SqliteStore.Open(new SqliteStoreOptions { Directory = _directory, ReserveBytes = 0 }, Clock);
        Kernel = await KernelHost.StartAsync(new KernelModel(new KernelOptions(), [Lab, new PeopleDomain(), new CallbackDomain(Lab, new CallbackOptions { Hosts = CallbackHosts }, NullLoggerFactory.Instance)]), store, Clock, new Ids(), Stop);
        Access = new LabAccess(Kernel, Lab, new ClientOptions());
        Room = new WorkerRoom(Kernel, Lab, new LavaWorkerOptions
        {
            KeyFile = Path.Combine(_directory, "lava-job.key"),
            Registration = _registration,
            LongestBody = _longestBody,
        }, NullLoggerFactory.Instance);
        var site = new WebSite(Kernel, [Room, new RpcRoom(Access), new RestRoom(Access), new AboutRoom("1", _ => new WhoAmI("farm", "one", "some-uuid"), [])], new WebSessions(new WebSessionOptions(), Kernel.Clock), new WebOptions(), NullLoggerFactory.Instance);
        var tcp = new HttpTcpListener(site, new IPEndPoint(IPAddress.Loopback, 0), NullLoggerFactory.Instance);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore();
        builder.Services.AddSingleton<IConnectionListenerFactory>(services =>
            new DoorTransport(Clock, NullLoggerFactory.Instance, services.GetRequiredService<IMemoryPoolFactory<byte>>()));
        builder.WebHost.ConfigureKestrel(server =>
        {
            WebSite.Limit(server);
            tcp.Listen(server);
        });
        _app = builder.Build();
        site.Map(_app);
        await _app.StartAsync(Stop);
        Http = new HttpClient { BaseAddress = new Uri($"http://{tcp.Address}") };
    }

    private sealed class Ids : IIdSource
    {
        public string NewUuid() => Guid.NewGuid().ToString();
    }
}
