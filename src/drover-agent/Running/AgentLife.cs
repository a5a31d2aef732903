using System.Runtime.InteropServices;
using Drover.Agent.Commands;
using Drover.Agent.Facts;
using Drover.Agent.Identity;
using Drover.Agent.Systemd;
using Drover.Agent.TestJobs;
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
using Drover.Services.Clstat;
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
        var testJobs = TestJobs(options, identity.Node);
        using var steps = new PlainLogs(() => [], name => testJobs?.FindOutput(name), clock);
        await using var machine = testJobs is null ? null : new TestJobMachine(testJobs, clock, logging);
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            services.BeginTakeCltab();
        });
        await services.StartAsync(groups.Groups, identity.Term, stop.Token);
        if (services.MissingProtection is { } missing)
            NodeAgentLog.MissingProtection(log, missing);
        await using var clstat = options.ClstatDirectory is { } shared ? new ClstatFile(services, ClstatOptions.InDirectory(shared, identity.Node), clock, logging) : null;
        if (clstat is not null)
            await clstat.StartAsync();
        await commands.StartAsync(identity.Term, stop.Token);
        var pump = new ReportPump(services, groups, orders, spool).RunAsync();
        var node = new OwnNode(identity.Node, services, new LinuxNodeFacts(options.State, clock), commands, new LocalLogs([output, steps], clock)) { TestJobs = machine };
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
        if (clstat is not null)
            await clstat.EndAsync(services.LeavesServices);
        await pump;
        if (!isRemoved)
            return ExitCode.Done;
        if (machine is not null)
            await machine.EndAllAsync(CancellationToken.None);
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

    /// <summary>Null when it takes none.</summary>
    /// <exception cref="DroverException"><c>USAGE</c>: steps are to run as another user, and the agent does not run as root.</exception>
    private static TestJobOptions? TestJobs(RunOptions options, string node)
    {
        if (!options.TakesTestJobs)
            return null;
        if (!Environment.IsPrivilegedProcess && options.TestJobsUser is { } user && user != Environment.UserName)
            throw new DroverException("USAGE", $"--test-jobs-user {user}: only an agent that runs as root can run steps as another user. Leave the option out: they then run as {Environment.UserName}.");
        return new TestJobOptions
        {
            Node = node,
            StateDirectory = Path.Combine(options.State, "test-jobs"),
            WorkDirectory = options.TestJobsDirectory ?? Path.TrimEndingDirectorySeparator(options.State) + "-jobs",
            RunDirectory = Path.Combine(options.Run, "test-jobs"),
            Cgroup = options.Cgroup,
            User = Environment.IsPrivilegedProcess ? options.TestJobsUser ?? "nobody" : null,
        };
    }

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
