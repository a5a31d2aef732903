using System.Net;
using System.Text;
using System.Text.Json;
using Drover.Doors.Certificates;
using Drover.Fleet.Agents;
using Drover.Fleet.Connections;
using Drover.Fleet.Door;
using Drover.Fleet.Election;
using Drover.Kernel;
using Drover.Kernel.Commands;
using Drover.Kernel.Jobs;
using Drover.Kernel.Queries;
using Drover.Kernel.State;
using Drover.NodeAgent.Identity;
using Drover.NodeAgent.Joining;
using Drover.Opcodes;
using Drover.Services;
using Drover.Services.Nodes;
using Drover.Services.Placements;
using Drover.Services.Supervision;
using Drover.Services.Tests.Nodes;
using Drover.Storage;
using Drover.Tests.Shared;

namespace Drover.Fleet.Tests.Hosts;

/// <summary>A master, node n1, with its kernel on disk and its door of agents on the loopback. Its clock begins at the present and stands.</summary>
internal sealed class MasterHost : IAsyncDisposable
{
    private Func<FleetOptions, FleetOptions> _change;
    private readonly PlacementOptions _placements;
    private readonly TimeProvider _time;
    private readonly bool _isPlaced;
    private FakeNode _own = null!;
    private Supervisor _supervisor = null!;
    private NodeReports _reports = null!;
    private MasterIdentity _identity = null!;
    private AgentDoor _door = null!;
    private int _invitations;

    private MasterHost(Func<FleetOptions, FleetOptions> change, PlacementOptions? placements, TimeProvider? time)
    {
        (_change, _placements, _isPlaced, _time) = (change, placements ?? new PlacementOptions(), placements is not null, time ?? Clock);
        Clock.TurnWallClock(DateTimeOffset.UtcNow - Clock.GetUtcNow());
    }

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("drover-fleet-").FullName;

    public ManualClock Clock { get; } = new();

    public CapturedLog Log { get; } = new();

    public Readings Readings { get; } = new();

    public KernelHost Kernel { get; private set; } = null!;

    public FleetNodes Nodes { get; private set; } = null!;

    /// <summary>Who may run what, as a test says.</summary>
    public PlayedBook Leases { get; } = new();

    /// <summary>Where its door is; the same after a restart.</summary>
    public IPEndPoint Address { get; private set; } = new(IPAddress.Loopback, 0);

    public string Place => Address.ToString();

    public string Fingerprint => _identity.Fingerprint;

    public string Authority => _identity.Certificate;

    private OwnCertificateOptions CertificateOptions => new() { AuthorityFile = Path.Combine(Directory, "ca", "authority.pem") };

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="change">How it is set; null for as usual.</param>
    /// <param name="placements">How it places groups; null where a test plays who grants leases.</param>
    /// <param name="time">Its clock; null for one that stands until it is moved.</param>
    public static async Task<MasterHost> StartAsync(Func<FleetOptions, FleetOptions>? change = null, PlacementOptions? placements = null, TimeProvider? time = null)
    {
        var host = new MasterHost(change ?? (options => options), placements, time);
        await host.OpenAsync();
        return host;
    }

    /// <summary>Ends it and starts it again over what it has stored.</summary>
    /// <param name="change">How it is set from now on; null for as before.</param>
    public async Task RestartAsync(Func<FleetOptions, FleetOptions>? change = null)
    {
        await CloseAsync();
        _change = change ?? _change;
        await OpenAsync();
    }

    /// <summary>A token by which a machine may join.</summary>
    public async Task<JoinToken> InviteAsync(string node, bool again = false)
    {
        var secret = $"secret-{++_invitations}";
        var (status, result, _) = await EndAsync(await SubmitAsync(
            $$"""{"OP_ID":"OP_AGENT_INVITE","node":"{{node}}","hash":"{{SecretHash.Of(secret)}}","again":{{(again ? "true" : "false")}}}"""));
        Assert.True(status == JobStatus.Success, result);
        Assert.Contains($"\"{Place}\"", result, StringComparison.Ordinal);
        Assert.Contains($"\"{Fingerprint}\"", result, StringComparison.Ordinal);
        return new JoinToken(secret, Fingerprint);
    }

    /// <summary>Makes a machine a node, as 'drover-agent join' does.</summary>
    public async Task<AgentIdentity> JoinAsync(string node, bool again = false) => await JoinAsync(node, await InviteAsync(node, again));

    public Task<AgentIdentity> JoinAsync(string node, JoinToken token) =>
        Joiner.JoinAsync(Place, token, node, System.IO.Directory.CreateDirectory(Path.Combine(Directory, $"agent-{node}-{token.Secret}")).FullName, TimeProvider.System, Token);

    /// <summary>A vote of the nodes on the master, at a place of its own.</summary>
    /// <param name="term">The newest term that the state knows.</param>
    /// <param name="nodes">Nodes of the cluster; those that have joined have a vote.</param>
    public MasterElection Election(long term, params string[] nodes) => new(
        Electorate.Of("n1", term, ["n1", .. nodes], Kernel.State.Objects.All(FleetAgent.Kind)),
        new FleetOptions { Node = "n1", Listen = new IPEndPoint(IPAddress.Loopback, 0) }, _identity, CertificateOptions, Clock, Log);

    public async Task RemoveAsync(string node)
    {
        var (status, result, _) = await EndAsync(await SubmitAsync($$"""{"OP_ID":"OP_AGENT_REMOVE","node":"{{node}}"}"""));
        Assert.True(status == JobStatus.Success, result);
    }

    public FleetAgent? Agent(string node) => Kernel.State.Objects.Find(FleetAgent.Kind, node);

    public bool IsHere(string node) => Nodes.Find(node)?.Presence.IsHere == true;

    public RemoteNode Node(string name) => Assert.IsType<RemoteNode>(Nodes.Find(name));

    /// <summary>The connection of a node, once it has one other than this.</summary>
    public async Task<AgentSession> SessionAsync(string node, AgentSession? before = null)
    {
        await Soon.HoldsAsync(() => Nodes.Find(node) is RemoteNode { Session: { Reason: null } session } && session != before);
        return Node(node).Session!;
    }

    public async Task<long> SubmitAsync(string opcode)
    {
        using var document = JsonDocument.Parse(opcode);
        var accepted = new OpcodeReader(Kernel.Model).Read(document.RootElement, OpcodeReadOptions.Own);
        return (await Kernel.ExecuteAsync(new SubmitJobs([[accepted]]), Caller.User(1000, Role.Operator), Token))[0].Id;
    }

    /// <summary>Status, result and log of a job that has ended.</summary>
    public async Task<(JobStatus Status, string Result, string[] Log)> EndAsync(long id)
    {
        while (true)
        {
            var change = Kernel.Watch.NextChange(id);
            if (Kernel.State.Unfinished(id) is null)
                break;
            await change.WaitAsync(TimeSpan.FromSeconds(60), Token);
        }
        using var reader = Kernel.ReadStore();
        var job = RowProjection.Decode(reader.Job(id)!);
        return (job.Status, job.Ops[0].Result.ToString(), [.. reader.Logs(id).Select(line => Encoding.UTF8.GetString(line.Content.Span))]);
    }

    public async Task<string[]> QueryAsync(string resource, string field)
    {
        using var look = Kernel.Look(Caller.System);
        var result = await Kernel.Model.Resources.Get(resource).QueryAsync(look, new QueryRequest([field], null), Token);
        return [.. result.Rows.Select(row => row[0].ToString())];
    }

    /// <summary>Waits until something is to happen in exactly this time.</summary>
    public Task TimerAsync(TimeSpan due) => Clock.WaitForSingleTimerAsync(due, Token).WaitAsync(TimeSpan.FromSeconds(60), Token);

    /// <summary>A line that its log has or will have.</summary>
    public Task<CapturedLine> LineAsync(int id, string part) =>
        Log.UntilAsync(line => line.Id == id && line.Text.Contains(part, StringComparison.Ordinal), Token).WaitAsync(TimeSpan.FromSeconds(60), Token);

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Readings.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private async Task OpenAsync()
    {
        var options = _change(new FleetOptions { Node = "n1", Listen = Address });
        var certificate = CertificateOptions;
        var leases = new LeaseBook(_placements);
        _own = new FakeNode("n1");
        _supervisor = new Supervisor(new ServicesOptions { Node = "n1", RunDirectory = Directory, OutputDirectory = Directory }, TimeProvider.System);
        Nodes = new FleetNodes(_own, options, _time, Log, Readings);
        _reports = new NodeReports(Nodes, _supervisor, Log);
        _identity = new MasterIdentity(options, certificate, _time);
        var store = SqliteStore.Open(new SqliteStoreOptions { Directory = Path.Combine(Directory, "state"), ReserveBytes = 0 }, _time);
        Kernel = await KernelHost.StartAsync(
            new KernelModel(new KernelOptions(), [new FleetDomain(options, _identity, Nodes), new ServicesDomain(Nodes, _reports, leases: leases)]), store, _time, new Ids(), Token);
        _door = new AgentDoor(Kernel, Nodes, options, _identity, certificate, _time, Log, _isPlaced ? leases : Leases);
        await _door.ListenAsync();
        Address = _identity.Address!;
    }

    private async Task CloseAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _door.CloseAsync(now.Token);
        await _door.DisposeAsync();
        _own.End();
        Nodes.Dispose();
        await Kernel.DisposeAsync();
        _reports.Dispose();
        _supervisor.Dispose();
        _identity.Dispose();
    }

    private sealed class Ids : IIdSource
    {
        public string NewUuid() => Guid.NewGuid().ToString();
    }
}
