using System.Runtime.InteropServices;
using Drover.Agent.Commands;
using Drover.Agent.Facts;
using Drover.Agent.Identity;
using Drover.Agent.Systemd;
using Drover.Nodes;
using Drover.NodeAgent.Configuration;
using Drover.Nodes.Logs;
using Drover.NodeAgent.Connecting;
using Drover.NodeAgent.Identity;
using Drover.NodeAgent.Orders;
using Drover.NodeAgent.Reports;
using Drover.NodeAgent.Telling;
using Drover.Agent.Telling;
using Drover.Services;
using Drover.Services.Supervision;
using Drover.Storage.Logs;

namespace Drover.NodeAgent.Running;

/// <summary>The life of the agent: take up the services, look for a master, until a signal ends it.</summary>
internal static class AgentLife
{
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(RunOptions options, TextWriter error)
    {
        var clock = TimeProvider.System;
        using var logging = new LineLog(error, options.LogLevel, clock);
        var log = logging.CreateLogger(NodeAgentLog.Category);
        using var stop = new CancellationTokenSource();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, stop));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(signal, stop));
        using var held = StateLock.Take(options.State);
        var identity = AgentIdentity.Read(options.State);
        using var groups = GroupMemory.Open(Path.Combine(options.State, "groups"), log);
        using var orders = OrderLog.Open(Path.Combine(options.State, "orders"), log);
        using var spool = ReportSpool.Open(Path.Combine(options.State, "reports"), options.Reports, log);
        if (spool.Last == 0)
        {
            // The numbers begin anew: a master must not take them for those of before.
            identity.BeginStream();
            spool.Begin();
        }
        var leases = new MasterLeases();
        using var services = new Supervisor(Services(options, identity.Node), clock, logging, leases: leases);
        using var commands = new CommandRunner(Commands(options, identity.Node), services.Report, clock, logging);
        using var output = new PlainLogs(() => ServiceOutput.All(services), name => ServiceOutput.Find(services, name), clock);
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            services.BeginTakeCltab();
        });
        await services.StartAsync(groups.Groups, identity.Term, stop.Token);
        if (services.MissingProtection is { } missing)
            NodeAgentLog.MissingProtection(log, missing);
        await commands.StartAsync(identity.Term, stop.Token);
        var pump = new ReportPump(services, groups, orders, spool).RunAsync();
        var node = new OwnNode(identity.Node, services, new LinuxNodeFacts(options.State, clock), commands, new LocalLogs([output], clock));
        var files = options.GanetiRoot is { } root ? new ConfigurationKeeper(root, log) : null;
        var link = new MasterLink(node, identity, spool, new CallHandler(node, orders, spool, log), files, leases, options.FiguresEvery, clock, log);
        NodeAgentLog.Running(log, Machine.Version, identity.Node, string.Join(", ", identity.Masters));
        SystemdNotice.Send("READY=1");

        var isRemoved = await link.RunAsync(stop.Token);
        SystemdNotice.Send("STOPPING=1");
        if (isRemoved)
            NodeAgentLog.Removed(log);
        else if (!options.StopsServices)
            services.LeaveServices();
        NodeAgentLog.Stopping(log, services.LeavesServices ? "go on for the next agent" : "are stopped");
        await commands.StopAsync();
        await services.StopAsync(CancellationToken.None);
        await pump;
        if (!isRemoved)
            return ExitCode.Done;
        identity.Delete();
        return ExitCode.Removed;
    }

    private static void End(PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = true;
        stop.Cancel();
    }

    private static ServicesOptions Services(RunOptions options, string node) => new()
    {
        CltabPath = options.Cltab is { } cltab ? Path.GetFullPath(cltab) : null,
        ClusterCltabPath = Path.Combine(options.State, "cluster-cltab"),
        Node = node,
        RunDirectory = Path.Combine(options.Run, "services"),
        NotifyDirectory = Path.Combine(options.Run, "n"),
        OutputDirectory = Path.Combine(options.State, "output"),
        Cgroup = options.Cgroup,
        DaemonUser = ProcessOwner.Own,
    };

    private static CommandOptions Commands(RunOptions options, string node) => new()
    {
        Node = node,
        RunDirectory = Path.Combine(options.Run, "commands"),
        StateDirectory = Path.Combine(options.State, CommandOptions.UsualDirectory),
        Cgroup = options.Cgroup,
        MostAtOnce = options.Commands,
        MostAtOnceName = options.Commands == 0 ? "--no-commands" : "--commands",
    };
}
