using Drover.NodeAgent.Configuration;
using Drover.NodeAgent.Connecting;
using Drover.NodeAgent.Identity;
using Drover.NodeAgent.Orders;
using Drover.NodeAgent.Reports;
using Drover.NodeAgent.Telling;
using Drover.Nodes.Facts;
using Drover.Nodes.TestJobs;
using Drover.Services.Tests.Nodes;
using Drover.Tests.Shared;

namespace Drover.Fleet.Tests.Hosts;

/// <summary>The agent of a node with all of its parts but the services, which the test plays.</summary>
internal sealed class AgentHost : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly GroupMemory _groups;
    private readonly OrderLog _orders;
    private readonly ReportSpool _spool;
    private readonly Task _pump;

    /// <param name="identity">What the node is known by.</param>
    /// <param name="directory">Where it keeps its reports and orders.</param>
    /// <param name="ganetiRoot">Where it keeps files of the configuration.</param>
    /// <param name="facts">What its machine is; null where nothing is known.</param>
    /// <param name="testJobs">Test jobs on its machine; null where it takes none.</param>
    public AgentHost(AgentIdentity identity, string directory, string? ganetiRoot = null, INodeFacts? facts = null, INodeTestJobs? testJobs = null)
    {
        var log = Log.CreateLogger(NodeAgentLog.Category);
        var state = Directory.CreateDirectory(Path.Combine(directory, $"state-{identity.Node}")).FullName;
        Node = new FakeNode(identity.Node);
        Node.Facts = facts ?? Node.Facts;
        Node.TestJobs = testJobs;
        _groups = GroupMemory.Open(Path.Combine(state, "groups"), log);
        _orders = OrderLog.Open(Path.Combine(state, "orders"), log);
        _spool = ReportSpool.Open(Path.Combine(state, "reports"), 10_000, log);
        _pump = new ReportPump(Node, _groups, _orders, _spool).RunAsync();
        Run = new MasterLink(Node, identity, _spool, new CallHandler(Node, _orders, _spool, log), ganetiRoot is null ? null : new ConfigurationKeeper(ganetiRoot, log), new MasterLeases(), TimeSpan.FromHours(1), TimeProvider.System, log).RunAsync(_stop.Token);
    }

    public FakeNode Node { get; }

    public CapturedLog Log { get; } = new();

    /// <summary>Its life: whether it ended because the node was removed.</summary>
    public Task<bool> Run { get; }

    public long LastReport => _spool.Last;

    /// <summary>A line that its log has or will have.</summary>
    public Task<CapturedLine> LineAsync(int id, string part) =>
        Log.UntilAsync(line => line.Id == id && line.Text.Contains(part, StringComparison.Ordinal), MasterHost.Token).WaitAsync(TimeSpan.FromSeconds(60), MasterHost.Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Run;
        Node.End();
        await _pump;
        _groups.Dispose();
        _orders.Dispose();
        _spool.Dispose();
        _stop.Dispose();
    }
}
