using System.Diagnostics.Metrics;
using System.Net;
using System.Reflection;
using Drover.Agent.Accounts;
using Drover.Agent.Addresses;
using Drover.Agent.Commands;
using Drover.Agent.Facts;
using Drover.Agent.TestJobs;
using Drover.Cluster;
using Drover.ClusterInit;
using Drover.Daemon.Doors;
using Drover.Daemon.Files;
using Drover.Daemon.Process;
using Drover.Daemon.Settings;
using Drover.Daemon.Telemetry;
using Drover.Directories;
using Drover.Doors;
using Drover.Doors.Certificates;
using Drover.Doors.Listening;
using Drover.Fleet.Door;
using Drover.Fleet;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Kernel.Logs;
using Drover.Kernel.State;
using Drover.Lab;
using Drover.Lava.Events;
using Drover.Lava.Master;
using Drover.LavaWeb.Notify;
using Drover.LavaWeb.Rest;
using Drover.LavaWeb.Rpc;
using Drover.LavaWeb.Sessions;
using Drover.LavaWeb.Workers;
using Drover.Luxi;
using Drover.Nodes;
using Drover.Nodes.Leases;
using Drover.Nodes.Logs;
using Drover.OpenId;
using Drover.Pages;
using Drover.People;
using Drover.People.Accounts;
using Drover.People.Passwords;
using Drover.People.SignIn;
using Drover.Services;
using Drover.Services.Nodes;
using Drover.Services.Placements;
using Drover.Services.Supervision;
using Drover.ShellWorker;
using Drover.Storage;
using Drover.Storage.Logs;
using Drover.Tasks;
using Drover.Web;
using Drover.Web.About;
using Drover.Web.Accounts;
using Drover.Web.Audit;
using Drover.Web.Users;
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
using OpenTelemetry.Metrics;

namespace Drover.Daemon;

/// <summary>What the daemon is made of: one line a store, a room, a door. What they are set to is in <see cref="RoomOptions"/>.</summary>
internal static class Composition
{
    /// <summary>Version of the program.</summary>
    public static string Version { get; } =
        typeof(Composition).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>The store.</summary>
    public static SqliteStore Store(DaemonSettings settings, ILoggerFactory? logging = null, IMeterFactory? meters = null) =>
        SqliteStore.Open(RoomOptions.Store(settings), TimeProvider.System, logging, meters);

    /// <summary>The rooms, in the order in which their controllers start.</summary>
    public static KernelModel Model(
        DaemonSettings settings, SqliteStore store, FleetNodes nodes, MasterIdentity master, NodeReports reports, Supervisor services, LabDomain lab, ILoggerFactory logging,
        ShellWorkerDomain? worker = null, CommandRunner? commands = null, LeaseBook? leases = null, IMeterFactory? meters = null) => new(RoomOptions.Kernel(settings),
    [
        new ClusterDomain(RoomOptions.Cluster(settings, nodes, new JournalAudit(store)), logging),
        new FleetDomain(RoomOptions.Fleet(settings), master, nodes),
        new ServicesDomain(nodes, reports, RoomOptions.ClusterCltab(settings), RoomOptions.CommandLimits(settings), commands, logging, leases, meters),
        lab,
        new PeopleDomain(),
        new TasksDomain(RoomOptions.Tasks(settings), logging),
        new DirectoryDomain(nodes, RoomOptions.UserPasswords(settings)),
        new CallbackDomain(lab, RoomOptions.Callbacks(settings), logging),
        .. worker is null ? (IEnumerable<IDomain>)[] : [worker],
        .. RoomOptions.Otlp(settings) is { } otlp ? (IEnumerable<IDomain>)[new TraceExport(otlp, logging)] : [],
        new ConfigurationFiles(RoomOptions.Files(settings), settings.Duration("file-settle-time"), logging),
        new ClusterInitDomain(
            nodes.Find(nodes.Own)!, () => RoomOptions.Clstat(settings, services), () => services.LeavesServices, TimeProvider.System, logging),
    ]);

    /// <summary>What is behind the HTTP doors.</summary>
    public static WebSite Site(
        DaemonSettings settings, DoorLimits limits, IKernel kernel, SqliteStore store, FleetNodes nodes, Supervisor services, LabDomain lab, ILogs logs, ILogLevels levels,
        ITracing tracing, ILoggerFactory logging, MetricsExport metrics, Func<IPEndPoint?> address, ICertificateSource? tls)
    {
        var followers = new FollowerPlaces(limits.Followers, TimeProvider.System, logging);
        var key = AccountKey.Open(RoomOptions.AccountKey(settings));
        var passwords = new PasswordHasher(key, RoomOptions.Passwords(settings));
        var provider = Provider(settings, logging);
        var signIn = new SignInCheck(kernel, key, passwords, RoomOptions.SignIn(settings));
        var sessions = new WebSessions(RoomOptions.Sessions(settings), TimeProvider.System, signIn, new PasswordChange(kernel, signIn, passwords), provider, logging);
        var health = new HealthRoom([("store", () => store.Problem)],
            [("processes", () => services.MissingProtection), ("cltab", () => services.CltabNotTaken), ("cltab-errors", () => services.CltabErrors), ("failover", () => services.LeaseProblem), ("placements", () => PlacementNotice.Of(kernel)), ("descriptors", () => limits.Notice), ("sign-in", () => provider?.Problem), ("accounts", () => nodes.Find(nodes.Own)?.Accounts?.View.Failure)]);
        var audit = new JournalAudit(store, kernel);
        var site = new WebSite(kernel,
        [
            new JobRoom(RoomOptions.Jobs(settings)),
            new QueryRoom(),
            new OpcodeRoom(),
            new EventRoom(new(), followers),
            new LogRoom(logs, RoomOptions.Logs(settings), followers),
            new QueueRoom(),
            new LogLevelRoom(levels),
            new TraceRoom(tracing, followers),
            new AuditRoom(audit),
            new AboutRoom(Version, WhoAmI, settings.View),
            health,
            new MetricsRoom(metrics),
            new SessionRoom(sessions, address, settings.Text("web-plain") == "yes", tls),
            new TlsRoom(tls),
            new AccountRoom(key, passwords, sessions, $"Drover {settings.Text("cluster")}"),
            new UserPasswordRoom(RoomOptions.UserPasswords(settings)),
            new PagesRoom(kernel, new PageSources(health, logs, settings.View, audit, metrics.Meters), sessions, followers, logging),
            .. LavaRooms(settings, kernel, lab, logging),
        ], sessions, RoomOptions.Web(settings, limits), logging);
        WebInstruments.Add(metrics.Meters, site, followers);
        return site;
    }

    /// <summary>By which certificate what goes over TCP is encrypted; null when it is not.</summary>
    private static ICertificateSource? Certificates(DaemonSettings settings, ILoggerFactory logging) =>
        settings.Address("listen") is not { } listen || RoomOptions.Tls(settings) is not { } options ? null
        : options.CertificateFile is { } file ? new GivenCertificate(file, options.KeyFile!, TimeProvider.System, logging)
        : new OwnCertificate(options, settings.Text("node"), listen.Address, TimeProvider.System, logging);

    /// <summary>By whom users sign in besides; null for nobody. Its libraries are loaded where it is asked for.</summary>
    private static OpenIdProvider? Provider(DaemonSettings settings, ILoggerFactory logging) =>
        RoomOptions.OpenId(settings) is { } options ? new OpenIdProvider(options, TimeProvider.System, logging) : null;

    /// <summary>The HTTP wires of LAVA: workers, and the clients of users.</summary>
    private static IReadOnlyList<IWebRoom> LavaRooms(DaemonSettings settings, IKernel kernel, LabDomain lab, ILoggerFactory logging) =>
    [
        new WorkerRoom(kernel, lab, RoomOptions.LavaWorkers(settings), logging),
        .. ClientRooms(new LabAccess(kernel, lab, RoomOptions.LavaClients(settings))),
    ];

    private static IReadOnlyList<IWebRoom> ClientRooms(LabAccess access) => [new RpcRoom(access), new RestRoom(access)];

    /// <summary>The captured output of services, under the names <c>service/GROUP/TAG</c>.</summary>
    public static PlainLogs Output(Supervisor services) =>
        new(() => ServiceOutput.All(services), name => ServiceOutput.Find(services, name), TimeProvider.System);

    /// <summary>All that can be read by name: output of services of all nodes, and what this daemon writes.</summary>
    public static NodeLogs AllLogs(PlainLogs output, LogFiles files, FleetNodes nodes) => new(new LocalLogs([output, files], TimeProvider.System), nodes);

    /// <summary>The logs that this daemon writes.</summary>
    public static LogFiles Logs(DaemonSettings settings) => new(
        new LogFilesOptions
        {
            Directory = Path.Combine(settings.Directory("state"), "logs"),
            FileBytes = settings.Size("log-file-size"),
            FilesKept = settings.Number("log-files"),
        },
        TimeProvider.System);

    /// <summary>The lab, whose logs are among those that this daemon writes.</summary>
    public static LabDomain Lab(DaemonSettings settings, LogFiles logs, ILoggerFactory logging, IMeterFactory? meters = null) =>
        new(RoomOptions.Lab(settings, ResourceLimits.OpenDescriptors()), logs, logging, meters, PeopleDomain.GroupsOf);

    /// <summary>The built-in worker, which runs test jobs on this machine and on nodes.</summary>
    public static ShellWorkerDomain Worker(DaemonSettings settings, LabDomain lab, FleetNodes nodes, ILoggerFactory logging) =>
        new(lab, RoomOptions.Worker(settings), nodes, TimeProvider.System, logging);

    /// <summary>Test jobs on this machine; null when it takes none.</summary>
    public static TestJobMachine? TestJobs(DaemonSettings settings, ILoggerFactory logging) =>
        RoomOptions.TestJobs(settings) is { } options ? new TestJobMachine(options, TimeProvider.System, logging) : null;

    /// <summary>What steps of test jobs have printed on this machine, which only the worker asks for.</summary>
    public static PlainLogs StepOutput(DaemonSettings settings)
    {
        var options = RoomOptions.TestJobs(settings);
        return new PlainLogs(() => [], name => options?.FindOutput(name), TimeProvider.System);
    }

    /// <summary>Who may do what, for all doors.</summary>
    public static CallerGate Gate(DaemonSettings settings) => new(RoomOptions.Gate(settings), TimeProvider.System);

    /// <summary>The doors, in the order in which they open.</summary>
    public static DoorList Doors(
        DaemonSettings settings, DoorLimits limits, ICallerGate gate, IKernel kernel, SqliteStore store, FleetNodes nodes, MasterIdentity master, LeaseBook leases, NodeReports reports, Supervisor services, LabDomain lab,
        ILogs logs, Action stop, ILogLevels levels, ITracing tracing, ILoggerFactory logging, MetricsExport metrics, PassedSockets passed)
    {
        var luxi = new LuxiDoor(kernel, gate, RoomOptions.Luxi(settings, limits), logging, metrics.Meters, passed);
        var tls = Certificates(settings, logging);
        HttpTcpListener? network = null;
        var site = Site(settings, limits, kernel, store, nodes, services, lab, logs, levels, tracing, logging, metrics, () => network?.Address, tls);
        List<IWebListener> listeners = [new HttpSocketListener(site, RoomOptions.HttpSocket(settings), gate, logging)];
        if (settings.Address("listen") is { } address)
            listeners.Add(network = new HttpTcpListener(site, address, logging, tls));
        if (RoomOptions.ClusterInit(settings, limits, services) is { } clinit)
            listeners.Add(new ClusterInitDoor(new ServiceDoor(kernel, nodes.Find(nodes.Own)!, stop), gate, clinit, TimeProvider.System, logging, metrics.Meters));
        List<IDoor> doors = [luxi, new WebServer(site, listeners, passed, logging)];
        if (RoomOptions.Lava(settings) is { } lava)
            doors.Add(new LavaMaster(kernel, lab, lava, logging));
        if (RoomOptions.LavaEvents(settings) is { } events)
            doors.Add(new EventPublisher(lab, events, logging));
        if (RoomOptions.Fleet(settings) is { Listen: not null } fleet)
            doors.Add(new AgentDoor(kernel, nodes, fleet, master, RoomOptions.AgentsCertificate(settings), TimeProvider.System, logging, leases));
        return new DoorList(doors, string.Join(" and ", new[] { settings.Find("listen"), settings.Directory("run") }.OfType<string>()));
    }

    /// <summary>The figures of the daemon.</summary>
    public static MetricsExport Metrics(DaemonSettings settings) => new(RoomOptions.Otlp(settings) is not { } otlp ? null : builder => builder
        .SetResourceBuilder(otlp.Resource)
        .AddOtlpExporter((exporter, reader) =>
        {
            otlp.To("/v1/metrics")(exporter);
            reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)otlp.Interval.TotalMilliseconds;
        }));

    /// <summary>The services of this node.</summary>
    public static Supervisor Services(DaemonSettings settings, ILoggerFactory logging, IMeterFactory meters, OwnLeases leases) =>
        new(RoomOptions.Services(settings), TimeProvider.System, logging, meters, leases);

    /// <summary>The nodes: the machine that the daemon runs on, and those whose agents have joined.</summary>
    public static FleetNodes Nodes(
        DaemonSettings settings, Supervisor services, CommandRunner commands, IReadOnlyList<PlainLogs> output, LinuxAddresses addresses, ILoggerFactory logging, IMeterFactory? meters = null,
        TestJobMachine? testJobs = null, LocalAccounts? accounts = null) => new(
        new OwnNode(services.Node, services, new LinuxNodeFacts(settings.Directory("state"), TimeProvider.System), commands, new LocalLogs(output, TimeProvider.System), Version)
        {
            Addresses = addresses,
            KeepsLeases = true,
            TestJobs = testJobs,
            Accounts = accounts,
        },
        RoomOptions.Fleet(settings), TimeProvider.System, logging, meters);

    /// <summary>The accounts of this node, read and looked after; null when they are not.</summary>
    public static async Task<LocalAccounts?> AccountsAsync(DaemonSettings settings, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        if (RoomOptions.Accounts(settings) is not { } options)
            return null;
        var accounts = new LocalAccounts(options, TimeProvider.System, logging);
        await accounts.StartAsync(cancellationToken);
        return accounts;
    }

    /// <summary>Commands on this node; what they report goes the way of what its services do.</summary>
    public static CommandRunner Commands(DaemonSettings settings, Supervisor services, ILoggerFactory logging) =>
        new(RoomOptions.Commands(settings), services.Report, TimeProvider.System, logging);

    /// <summary>Who may run which group of those that are on one node of several.</summary>
    public static LeaseBook Leases(DaemonSettings settings) => new(RoomOptions.Placements(settings));

    /// <summary>The leases of this node: of the book, in the same process.</summary>
    public static OwnLeases OwnLeases(DaemonSettings settings, LeaseBook leases) => new(leases, settings.Text("node"));

    /// <summary>How agents know this master.</summary>
    public static MasterIdentity Master(DaemonSettings settings) => new(RoomOptions.Fleet(settings), RoomOptions.AgentsCertificate(settings), TimeProvider.System);

    private static WhoAmI WhoAmI(KernelState state) =>
        ClusterIdentity.Of(state) is { } identity
            ? new WhoAmI(identity.Name, identity.MasterNode, identity.Uuid)
            : new WhoAmI("", "", "");
}
