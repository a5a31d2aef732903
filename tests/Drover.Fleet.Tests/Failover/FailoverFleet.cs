using System.Globalization;
using System.Net;
using Drover.Doors.Certificates;
using Drover.Fleet.Tests.Hosts;
using Drover.Kernel.Jobs;
using Drover.NodeAgent.Joining;
using Drover.Services.Placements;
using Drover.Tests.Shared;

namespace Drover.Fleet.Tests.Failover;

/// <summary>A master with a real kernel and a real door of agents, three nodes as processes of their own, and a group that is to be on one of them.</summary>
internal sealed class FailoverFleet : IAsyncDisposable
{
    /// <summary>The group.</summary>
    public const string Group = "db";

    private readonly string _directory = Directory.CreateTempSubdirectory("drover-proof-").FullName;
    private readonly List<ProofNode> _nodes = [];
    private readonly List<long> _jobs = [];
    private readonly List<(int Command, long Job)> _commands = [];
    private MasterHost? _host;

    private FailoverFleet() => Evidence = new Evidence(_directory);

    public Evidence Evidence { get; }

    public IReadOnlyList<ProofNode> Nodes => _nodes;

    /// <summary>The node on which the group has begun last.</summary>
    public ProofNode Holder => _nodes.FirstOrDefault(node => node.Name == Evidence.Last?.Node) ?? _nodes[0];

    /// <param name="placements">How the master places the group.</param>
    /// <param name="fault">What is taken away from the nodes; null for nothing.</param>
    public static async Task<FailoverFleet> StartAsync(PlacementOptions placements, string? fault)
    {
        var fleet = new FailoverFleet();
        try
        {
            await fleet.BeginAsync(placements, fault);
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <summary>The master ends, and another one begins where it was.</summary>
    public Task RestartMasterAsync() => Master.RestartAsync();

    /// <summary>Has something done; what is acknowledged is to be there at the end.</summary>
    public async Task<long> SubmitAsync(string opcode)
    {
        var job = await Master.SubmitAsync(opcode);
        _jobs.Add(job);
        return job;
    }

    /// <summary>Has a command run on a node, once.</summary>
    public async Task RunCommandAsync(ProofNode node)
    {
        var command = _commands.Count + 1;
        var line = System.Text.Json.JsonSerializer.Serialize(Evidence.LineOf(command));
        _commands.Add((command, await SubmitAsync($$"""{"OP_ID":"OP_NODE_RUN_COMMAND","nodes":["{{node.Name}}"],"command":["sh","-c",{{line}}],"timeout":20}""")));
    }

    /// <summary>Whether the last command has run.</summary>
    public bool HasRun => _commands.Count > 0 && Evidence.RunsOf(_commands[^1].Command) > 0;

    /// <summary>Waits until all that was acknowledged has ended, and the group is on one node.</summary>
    /// <returns>What is wrong; null if nothing is.</returns>
    public async Task<string?> SettleAsync()
    {
        foreach (var job in _jobs)
        {
            var status = await EndAsync(job);
            var command = _commands.Find(one => one.Job == job).Command;
            if (command > 0 && status == JobStatus.Success && Evidence.RunsOf(command) != 1)
                return $"command {command} succeeded, and ran {Evidence.RunsOf(command)} times";
        }
        await Soon.HoldsAsync(() => Rows().Count == 1);
        return Evidence.Violation();
    }

    public async ValueTask DisposeAsync()
    {
        _nodes.ForEach(node => node.Dispose());
        if (_host is not null)
            await _host.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private MasterHost Master => _host!;

    private async Task BeginAsync(PlacementOptions placements, string? fault)
    {
        // The address of the master itself is of no use: each node is to come over its line.
        _host = await MasterHost.StartAsync(
            options => options with { Masters = ["127.0.0.1:1"], PingTime = TimeSpan.FromSeconds(2), AnswerTime = TimeSpan.FromSeconds(20), Patience = TimeSpan.FromSeconds(20) },
            placements, TimeProvider.System);
        foreach (var name in (string[])["a", "b", "c"])
            _nodes.Add(await JoinAsync(name, fault));
        await Task.WhenAll(_nodes.Select(node => node.StartAsync()));
        await Soon.HoldsAsync(() => _nodes.TrueForAll(node => Master.IsHere(node.Name)));
        var cltab = $"{Group}:hold:1:respawn:/bin/sh {AppContext.BaseDirectory}Failover/hold.sh\n:::group.{Group}.failover:1\n:::group.{Group}.failover-grace:300ms\n:::group.{Group}.nodes:a,b,c\n"
            + ":::service.hold.stop-timeouts:300ms,300ms\n";
        var (status, result, _) = await Master.EndAsync(await Master.SubmitAsync($$"""{"OP_ID":"OP_CLTAB_SET","text":{{System.Text.Json.JsonSerializer.Serialize(cltab)}}}"""));
        Assert.True(status == JobStatus.Success, result);
        await Soon.HoldsAsync(() => Evidence.Last is not null);
    }

    /// <summary>The nodes on which the group runs, as the master sees them.</summary>
    private List<string> Rows() => [.. _nodes.Select(node => node.Name).Where(name => Master.Nodes.Find(name) is { Presence.IsHere: true } node
        && node.Services.View.Groups.Any(row => row is { Name: Group, Level: "1", Running: > 0 }))];

    private async Task<JobStatus> EndAsync(long job) => (await Master.EndAsync(job)).Status;

    private async Task<ProofNode> JoinAsync(string name, string? fault)
    {
        var secret = string.Create(CultureInfo.InvariantCulture, $"secret-{name}");
        await EndAsync(await Master.SubmitAsync($$"""{"OP_ID":"OP_AGENT_INVITE","node":"{{name}}","hash":"{{SecretHash.Of(secret)}}","again":false}"""));
        var line = new CutProxy(() => Master.Address);
        var state = Directory.CreateDirectory(Path.Combine(_directory, name)).FullName;
        await Joiner.JoinAsync(line.Place, new JoinToken(secret, Master.Fingerprint), name, state, TimeProvider.System, MasterHost.Token);
        return new ProofNode(name, line, state, _directory, fault);
    }
}
