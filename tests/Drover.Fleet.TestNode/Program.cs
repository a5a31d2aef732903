using Drover.Agent.Commands;
using Drover.Agent.Facts;
using Drover.Agent.Identity;
using Drover.Agent.Telling;
using Drover.Fleet.TestNode;
using Drover.NodeAgent.Connecting;
using Drover.NodeAgent.Identity;
using Drover.NodeAgent.Orders;
using Drover.NodeAgent.Reports;
using Drover.NodeAgent.Telling;
using Drover.Nodes;
using Drover.Nodes.Commands;
using Drover.Nodes.Leases;
using Drover.Services;
using Drover.Services.Supervision;
using Drover.Storage.Logs;
using Microsoft.Extensions.Logging;

// An agent of its parts, for tests to stop and to kill: STATE RUN GUARD [FAULT]. FAULT takes one of the parts away that keep a group on one node and a command from being run twice.
var (state, run, guard, fault) = (args[0], args[1], args[2], args.ElementAtOrDefault(3));
var clock = TimeProvider.System;
await using var lines = new StreamWriter(Path.Combine(state, "log"), append: true) { AutoFlush = true };
using var logging = new LineLog(lines, LogLevel.Debug, clock);
var log = logging.CreateLogger(NodeAgentLog.Category);
var identity = AgentIdentity.Read(state);
using var groups = GroupMemory.Open(Path.Combine(state, "groups"), log);
using var orders = OrderLog.Open(Path.Combine(state, "orders"), log);
using var spool = ReportSpool.Open(Path.Combine(state, "reports"), 10_000, log);
if (spool.Last == 0)
{
    identity.BeginStream();
    spool.Begin();
}
var leases = new MasterLeases();
using var services = new Supervisor(
    new ServicesOptions
    {
        ClusterCltabPath = Path.Combine(state, "cluster-cltab"),
        Node = identity.Node,
        RunDirectory = Path.Combine(run, "services"),
        NotifyDirectory = Path.Combine(run, "n"),
        OutputDirectory = Path.Combine(state, "output"),
        DaemonUser = ProcessOwner.Own,
        GuardProgram = guard,
    },
    clock, logging, leases: fault == "no-end" ? new EndlessLeases(leases) : (ILeaseSource)leases);
using var commands = new CommandRunner(
    new CommandOptions { Node = identity.Node, RunDirectory = Path.Combine(run, "commands"), StateDirectory = Path.Combine(state, CommandOptions.UsualDirectory) }, services.Report, clock, logging);
await services.StartAsync(groups.Groups, identity.Term, CancellationToken.None);
await commands.StartAsync(identity.Term, CancellationToken.None);
var pump = new ReportPump(services, groups, orders, spool).RunAsync();
var node = new OwnNode(
    identity.Node, services, new LinuxNodeFacts(state, clock), fault == "no-memory" ? new ForgetfulCommands(commands) : (INodeCommands)commands, new LocalLogs([], clock));
Console.WriteLine("ready");
await new MasterLink(node, identity, spool, new CallHandler(node, orders, spool, log), files: null, leases, TimeSpan.FromSeconds(10), clock, log).RunAsync(CancellationToken.None);
await pump;
