using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Drover.Cluster.Nodes;
using Drover.Kernel;
using Drover.Kernel.Commands;
using Drover.Kernel.Jobs;
using Drover.Kernel.Logs;
using Drover.Kernel.Queries;
using Drover.Kernel.State;
using Drover.Nodes;
using Drover.Nodes.Addresses;
using Drover.Nodes.Commands;
using Drover.Nodes.Configuration;
using Drover.Nodes.Facts;
using Drover.Nodes.Presence;
using Drover.Nodes.Services;
using Drover.Opcodes;
using Drover.Storage;
using Drover.Tests.Shared;

namespace Drover.Cluster.Tests;

/// <summary>A kernel with the cluster on a real store, in a directory of its own. Time stands still until a test moves it.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private static readonly Caller s_alice = Caller.User(1000, Role.Operator);

    private readonly string _directory = Directory.CreateTempSubdirectory("drc").FullName;
    private Func<CancellationToken, Task<IReadOnlyList<string>>>? _journalCheck;
    private NodePresence _presence = new(true, 0);

    public ManualClock Clock { get; } = new();

    public KernelHost Host { get; private set; } = null!;

    public KernelState State => Host.State;

    public FixedFacts Facts { get; } = new();

    /// <summary>The machines that can be reached; the first is that of the master.</summary>
    public FixedNodes Machines { get; private set; } = null!;

    /// <summary>What the name service says; a name that is not there does not resolve.</summary>
    public Dictionary<string, string> Addresses { get; } = new(StringComparer.Ordinal);

    /// <summary>Answers of the name service come when this has ended.</summary>
    public Task NameService { get; set; } = Task.CompletedTask;

    /// <summary>For sockets, evidence and ssconf files.</summary>
    public string Scratch => Path.Combine(_directory, "run");

    public string GanetiRoot => Path.Combine(_directory, "root");

    /// <summary>The node that a new cluster begins with.</summary>
    public Node Master => State.Master()!;

    public static async Task<TestCluster> StartAsync(
        string name = "gntcluster", string node = "node1", Func<CancellationToken, Task<IReadOnlyList<string>>>? journalCheck = null, NodePresence? presence = null)
    {
        var cluster = new TestCluster { _journalCheck = journalCheck, _presence = presence ?? new NodePresence(true, 0) };
        Directory.CreateDirectory(cluster.Scratch);
        await cluster.StartHostAsync(name, node);
        return cluster;
    }

    /// <summary>Starts another kernel on the files as they are now, as after kill -9.</summary>
    public async Task CrashAndRestartAsync()
    {
        var state = Path.Combine(_directory, "state");
        var copy = Path.Combine(_directory, "copy");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(state))
            if (Path.GetFileName(file) is not ("lock" or "reserve"))
                File.WriteAllBytes(Path.Combine(copy, Path.GetFileName(file)), File.ReadAllBytes(file));
        await Host.DisposeAsync();
        Directory.Delete(state, recursive: true);
        Directory.Move(copy, state);
        await StartHostAsync("gntcluster", "node1");
    }

    /// <summary>Submits one job of one opcode and waits for its end.</summary>
    public async Task<Outcome> RunAsync(string opcode) => await EndAsync(await SubmitAsync(opcode));

    public async Task<long> SubmitAsync(params string[] opcodes) =>
        (await ExecuteAsync(new SubmitJobs([Read(opcodes)])))[0].Id;

    public Task<T> ExecuteAsync<T>(Command<T> command) => Host.ExecuteAsync(command, s_alice, TestContext.Current.CancellationToken);

    /// <summary>Changes objects behind the back of all operations.</summary>
    public Task TamperAsync(Action<Decision> change) => ExecuteAsync(new Tampering(change));

    /// <summary>Adds a node behind the back of all operations.</summary>
    public async Task<Node> AddNodeAsync(string name, Func<Node, Node>? change = null)
    {
        var number = State.Nodes().Count();
        var node = new Node
        {
            Uuid = $"node-uuid-{number}",
            Name = name,
            Group = Master.Group,
            PrimaryIp = $"192.0.2.{number}",
            SecondaryIp = $"192.0.2.{number}",
        };
        node = change?.Invoke(node) ?? node;
        await TamperAsync(d => d.Store(ClusterKinds.Node, node.Uuid, node));
        return node;
    }

    public async Task<Outcome> EndAsync(long id)
    {
        await UntilAsync(id, status => status.IsFinal());
        using var reader = Host.ReadStore();
        var job = RowProjection.Decode(reader.Job(id)!);
        return new Outcome(job, [.. reader.Logs(id).Select(l => (l.Type, System.Text.Encoding.UTF8.GetString(l.Content.Span)))]);
    }

    public async Task UntilAsync(long id, Func<JobStatus, bool> wanted)
    {
        while (true)
        {
            var change = Host.Watch.NextChange(id);
            if (wanted(State.Jobs[id].Status))
                return;
            await change.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits for a log entry of a job, in the order of their serials from <paramref name="serial"/>.</summary>
    public async Task<(string Type, JsonElement Content)> LogAsync(long id, int serial)
    {
        while (true)
        {
            var change = Host.Watch.NextChange(id);
            using (var reader = Host.ReadStore())
                if (reader.Logs(id, serial - 1, 1) is [var row])
                    return (row.Type, JsonDocument.Parse(row.Content).RootElement);
            await change.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Answers a query; each row as its cells in JSON, without a value as the status in parentheses.</summary>
    public async Task<string[][]> QueryAsync(string resource, string fields, string? filter = null, bool isForeign = false)
    {
        using var look = Host.Look(Caller.System);
        var request = new QueryRequest(fields.Split(','), filter is null ? null : FilterList.Read(JsonDocument.Parse(filter).RootElement));
        var table = Host.Model.Resources.Get(resource);
        var result = await (isForeign ? table.Foreign : table).QueryAsync(look, request, TestContext.Current.CancellationToken);
        return [.. result.Rows.Select(row => row.Select(cell => cell.ToString()).ToArray())];
    }

    /// <summary>The locks that the journal says a job was started with.</summary>
    public string GrantedTo(long job)
    {
        using var reader = Host.ReadStore();
        var started = reader.Journal().Where(r => r.Kind == "opcode-started")
            .Select(r => (Drover.Kernel.Events.OpcodeStarted)Host.Model.Codec.Decode(r.Kind, r.Payload.Span)).Last(e => e.Id == job);
        return started.Locks?.ToString() ?? "nothing";
    }

    /// <summary>The one cell of a query for one row.</summary>
    public async Task<string> CellAsync(string resource, string field) => (await QueryAsync(resource, field))[0][0];

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    public AcceptedOpcode[] Read(params string[] opcodes)
    {
        var reader = new OpcodeReader(Host.Model);
        return [.. opcodes.Select((text, i) => reader.Read(JsonDocument.Parse(text).RootElement, OpcodeReadOptions.Own, i))];
    }

    private async Task<IPAddress[]> ResolveAsync(string name, AddressFamily family, CancellationToken cancellationToken)
    {
        await NameService.WaitAsync(cancellationToken);
        return Addresses.TryGetValue(name, out var address) ? [IPAddress.Parse(address)] : throw new SocketException((int)SocketError.HostNotFound);
    }

    private async Task StartHostAsync(string name, string node)
    {
        Machines = new FixedNodes(new FixedNode(node, Facts) { Presence = _presence });
        var options = new ClusterOptions
        {
            ClusterName = name,
            NodeName = node,
            NodeAddress = "198.51.100.10",
            RunDirectory = Scratch,
            GanetiRoot = GanetiRoot,
            EvidenceDirectory = Scratch,
            Nodes = Machines,
            Resolve = ResolveAsync,
            JournalCheck = _journalCheck,
        };
        var store = SqliteStore.Open(new SqliteStoreOptions { Directory = Path.Combine(_directory, "state"), ReserveBytes = 0 }, Clock);
        Host = await KernelHost.StartAsync(
            new KernelModel(new KernelOptions(), [new ClusterDomain(options)]), store, Clock, new RandomIds(), TestContext.Current.CancellationToken);
    }

    private sealed class RandomIds : IIdSource
    {
        public string NewUuid() => Guid.NewGuid().ToString();
    }

    private sealed class Tampering(Action<Decision> change) : Command<bool>
    {
        protected override bool Decide(Decision decision)
        {
            change(decision);
            return true;
        }
    }
}

/// <summary>A machine whose figures a test chooses.</summary>
internal sealed class FixedFacts : INodeFacts
{
    public NodeFigures? Figures { get; set; } = new(24105, 22859, 258019, 72171, 2, 1, 1, "boot-1");

    public int Reads { get; private set; }

    public ValueTask<NodeFigures?> ReadAsync(CancellationToken cancellationToken)
    {
        Reads++;
        return ValueTask.FromResult(Figures);
    }
}

/// <summary>A machine without services.</summary>
internal sealed record FixedNode(string Name, INodeFacts Facts) : INode
{
    public NodePresence Presence { get; init; } = new(true, 0);

    public INodeConfiguration? Configuration { get; init; }

    public INodeAddresses? Addresses { get; init; }

    public INodeServices Services => throw new NotSupportedException("The cluster asks for no services.");

    public ILogs Logs => throw new NotSupportedException("The cluster reads no logs.");

    public INodeCommands Commands => throw new NotSupportedException("The cluster runs no commands.");
}

/// <summary>Machines that a test lets come and go.</summary>
internal sealed class FixedNodes(INode own) : INodes
{
    private readonly Dictionary<string, INode> _nodes = new(StringComparer.Ordinal) { [own.Name] = own };

    public event EventHandler<NodeEventArgs>? Added;

    public event EventHandler<NodeEventArgs>? Removed
    {
        add { }
        remove { }
    }

    public string Own => own.Name;

    public IReadOnlyCollection<INode> All => _nodes.Values;

    public INode? Find(string name) => _nodes.GetValueOrDefault(name);

    public void Connect(string name, INodeFacts facts, NodePresence? presence = null, INodeConfiguration? configuration = null)
    {
        var node = new FixedNode(name, facts) { Presence = presence ?? new NodePresence(true, 0), Configuration = configuration };
        _nodes[name] = node;
        Added?.Invoke(this, new NodeEventArgs(node));
    }

    public void Lose(string name, string reason) => _nodes[name] = new FixedNode(name, new FixedFacts()) { Presence = new NodePresence(false, 0, reason) };
}

/// <summary>How a job of one opcode ended.</summary>
internal sealed record Outcome(Job Job, (string Type, string Content)[] Logs)
{
    public string Result => Job.Ops[^1].Result.ToString();

    /// <summary>The log texts without their quotes.</summary>
    public string[] Messages => [.. Logs.Where(l => l.Type == "message").Select(l => JsonDocument.Parse(l.Content).RootElement.GetString()!)];

    public void Succeeded(string result = "null")
    {
        Assert.Equal($"success {result}", $"{Job.Status.Name()} {Result}");
    }

    /// <summary>It ended with that error class and, where there is one, that second argument; the text holds each of the words.</summary>
    public void Refused(string errorClass, string? code, params string[] words)
    {
        Assert.Equal(JobStatus.Error, Job.Status);
        using var pair = JsonDocument.Parse(Result);
        Assert.Equal(errorClass, pair.RootElement[0].GetString());
        var arguments = pair.RootElement[1];
        Assert.Equal(code, arguments.GetArrayLength() > 1 ? arguments[1].GetString() : null);
        foreach (var word in words)
            Assert.Contains(word, arguments[0].GetString(), StringComparison.Ordinal);
    }
}
