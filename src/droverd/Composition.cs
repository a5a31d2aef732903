using System.Reflection;
using Drover.Agent.Facts;
using Drover.Cluster;
using Drover.ClusterInit;
using Drover.ClusterInit.Status;
using Drover.Daemon.Settings;
using Drover.Doors;
using Drover.Kernel;
using Drover.Kernel.Logs;
using Drover.Kernel.State;
using Drover.Luxi;
using Drover.Nodes;
using Drover.Services;
using Drover.Services.Nodes;
using Drover.Services.Supervision;
using Drover.Storage;
using Drover.Storage.Faults;
using Drover.Storage.Logs;
using Drover.Web;

namespace Drover.Daemon;

/// <summary>Puts the rooms of the house together: which store, which domains, which doors, and their options from the settings.</summary>
internal static class Composition
{
    /// <summary>Version of the program.</summary>
    public static string Version { get; } =
        typeof(Composition).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static SqliteStore OpenStore(DaemonSettings settings) => SqliteStore.Open(
        new SqliteStoreOptions
        {
            Directory = settings.Directory("state"),
            LowWater = settings.Size("low-space"),
            ReserveBytes = settings.Size("reserve"),
            Faults = KillFault.FromEnvironment(),
        },
        TimeProvider.System);

    public static KernelModel Model(DaemonSettings settings, SqliteStore store, INodes nodes, NodeReports reports) =>
        new(Options(settings), [Cluster(settings, nodes, new JournalAudit(store)), new ServicesDomain(nodes, reports)]);

    private static KernelOptions Options(DaemonSettings settings) => new()
    {
        InboxLimit = settings.Number("inbox-limit"),
        QueueLimit = settings.Number("queue-limit"),
        AutoArchiveAge = settings.Duration("auto-archive-age"),
        AutoArchiveCount = settings.Number("auto-archive-count"),
        TokenLifetime = settings.Duration("token-lifetime"),
        AgeingStep = settings.Duration("ageing-step"),
        ShutdownGrace = settings.Duration("shutdown-grace"),
        ShutdownLinger = settings.Duration("shutdown-linger"),
        LogEntryLimit = (int)Math.Min(settings.Size("log-entry-limit"), int.MaxValue),
        LogEntriesPerJob = settings.Number("log-entries-per-job"),
        JournalRetention = settings.Duration("journal-retention"),
        JournalKeepAtLeast = settings.Number("journal-keep"),
        SubscriberBacklog = settings.Number("event-backlog"),
    };

    public static ICallerGate Gate(DaemonSettings settings) =>
        new CallerGate(new CallerGateOptions { AdminGroup = settings.Text("admin-group") }, TimeProvider.System);

    /// <summary>The captured output of services, under the names <c>service/GROUP/TAG</c>.</summary>
    public static PlainLogs Output(Supervisor services)
    {
        const string Kind = "service/";
        return new PlainLogs(
            () => services.View.Processes.Select(row => (Kind + row.Name, row.Log)),
            name => name.StartsWith(Kind, StringComparison.Ordinal) ? services.View.Processes.FirstOrDefault(row => row.Name == name[Kind.Length..])?.Log : null,
            TimeProvider.System);
    }

    /// <summary>The logs that this daemon writes.</summary>
    public static LogFiles Logs(DaemonSettings settings) => new(
        new LogFilesOptions
        {
            Directory = Path.Combine(settings.Directory("state"), "logs"),
            FileBytes = settings.Size("log-file-size"),
            FilesKept = settings.Number("log-files"),
        },
        TimeProvider.System);

    public static WebDoor Web(
        DaemonSettings settings, IKernel kernel, SqliteStore store, ICallerGate gate, IReadOnlyList<ILogSource> logs, Func<int> luxiConnections) => new(kernel, new WebParts
    {
        Logs = logs,
        Gate = gate,
        Audit = new JournalAudit(store, kernel),
        Version = Version,
        WhoAmI = WhoAmI,
        Settings = settings.View,
        Checks = [("store", () => store.Problem)],
        Gauges = [("drover_luxi_connections", "Open LUXI connections.", () => luxiConnections())],
        HostNames = [settings.Text("node")],
        MostConnections = settings.Number("http-connections"),
        MostFollowers = settings.Number("event-followers"),
    });

    /// <summary>Path of the HTTP socket.</summary>
    public static string HttpSocket(DaemonSettings settings) => Path.Combine(settings.Directory("run"), "drover.sock");

    /// <summary>Directory of the LUXI sockets.</summary>
    public static string LuxiDirectory(DaemonSettings settings) =>
        settings.Find("ganeti-root") is { } root ? Path.Combine(Path.GetFullPath(root), "var/run/ganeti/socket") : settings.Directory("run");

    public static LuxiOptions Luxi(DaemonSettings settings) => new()
    {
        Directory = LuxiDirectory(settings),
        SocketOwner = settings.Find("luxi-owner"),
        SocketGroup = SocketGroup(settings),
        MaxConnections = settings.Number("luxi-connections"),
        MaxFrameBytes = (int)Math.Min(settings.Size("luxi-frame"), int.MaxValue),
        MaxUnfinishedBytes = settings.Size("luxi-unfinished"),
        FrameTimeout = settings.Duration("luxi-frame-time"),
        IdleTimeout = settings.Duration("luxi-idle-time"),
    };

    public static Supervisor Services(DaemonSettings settings, Action<string> remark) => new(
        new ServicesOptions
        {
            CltabPath = settings.Find("cltab") is { } cltab ? Path.GetFullPath(cltab) : null,
            Node = settings.Text("node"),
            RunDirectory = Path.Combine(settings.Directory("run"), "services"),
            OutputDirectory = Path.Combine(settings.Directory("state"), "output"),
            Cgroup = settings.Find("cgroup"),
            DaemonUser = UserDatabase.OwnUid(),
            StopAtExit = settings.Text("stop-services") == "yes",
            Remark = remark,
        },
        TimeProvider.System);

    /// <summary>The machine that the daemon runs on.</summary>
    public static OwnNode OwnNode(DaemonSettings settings, Supervisor services) =>
        new(services.Node, services, new LinuxNodeFacts(settings.Directory("state"), TimeProvider.System));

    /// <summary>The door for clients of Cluster::Init; null when no socket is named.</summary>
    public static ClusterInitOptions? ClusterInit(DaemonSettings settings, Supervisor services) =>
        (services.FileSettings.Socket ?? settings.Find("clinit-socket")) is { } socket
            ? new ClusterInitOptions { SocketPath = Path.GetFullPath(socket), SocketGroup = SocketGroup(settings), SocketOwner = settings.Find("luxi-owner") }
            : null;

    /// <summary>The status file of Cluster::Init; null when none is named.</summary>
    public static ClstatOptions? Clstat(DaemonSettings settings, Supervisor services) =>
        (services.FileSettings.Clstat ?? settings.Find("clstat")) is { } path ? new ClstatOptions { Path = Path.GetFullPath(path) } : null;

    private static string? SocketGroup(DaemonSettings settings) =>
        settings.Find("luxi-group") ?? (UserDatabase.FindGroup(settings.Text("admin-group")) is null ? null : settings.Text("admin-group"));

    private static ClusterDomain Cluster(DaemonSettings settings, INodes nodes, JournalAudit audit) => new(
        new ClusterOptions
        {
            ClusterName = settings.Text("cluster"),
            NodeName = settings.Text("node"),
            RunDirectory = settings.Directory("run"),
            GanetiRoot = settings.Find("ganeti-root") is { } root ? Path.GetFullPath(root) : null,
            Nodes = nodes,
            JournalCheck = audit.ProblemsAsync,
        });

    /// <summary>Names that somebody set although the state directory has others already.</summary>
    public static IEnumerable<string> NamesNotTaken(DaemonSettings settings, KernelState state)
    {
        var me = WhoAmI(state);
        if (settings.IsSet("cluster") && me.Cluster != settings.Text("cluster"))
            yield return $"The state directory is that of cluster '{me.Cluster}'; the setting cluster '{settings.Text("cluster")}' has no effect. Rename it with the opcode OP_CLUSTER_RENAME.";
        if (settings.IsSet("node") && me.Node != settings.Text("node"))
            yield return $"The state directory is that of node '{me.Node}'; the setting node '{settings.Text("node")}' has no effect.";
    }

    private static WhoAmI WhoAmI(KernelState state) =>
        ClusterIdentity.Of(state) is { } identity
            ? new WhoAmI(identity.Name, identity.MasterNode, identity.Uuid)
            : new WhoAmI("", "", "");
}
