using Drover.Agent.Addresses;
using Drover.Agent.TestJobs;
using Drover.Cluster;
using Drover.Cluster.MasterAddress;
using Drover.ClusterInit;
using Drover.Daemon.Doors;
using Drover.Daemon.Files;
using Drover.Daemon.Settings;
using Drover.Daemon.Telemetry;
using Drover.Doors;
using Drover.Doors.Places;
using Drover.Kernel;
using Drover.Lab;
using Drover.Lava.Control;
using Drover.Lava.Curve;
using Drover.Lava.Events;
using Drover.Lava.Logs;
using Drover.Lava.Master;
using Drover.LavaWeb.Notify;
using Drover.LavaWeb.Sessions;
using Drover.LavaWeb.Workers;
using Drover.Luxi;
using Drover.Nodes;
using Drover.Services;
using Drover.Services.Clstat;
using Drover.Services.Cltab;
using Drover.Services.Supervision;
using Drover.ShellWorker;
using Drover.Storage;
using Drover.Tasks;
using Drover.Storage.Faults;
using Drover.Web.Jobs;
using Drover.Web.Logs;

namespace Drover.Daemon;

/// <summary>Options of the rooms and doors, made from the settings.</summary>
internal static partial class RoomOptions
{
    public static SqliteStoreOptions Store(DaemonSettings settings) => new()
    {
        Directory = settings.Directory("state"),
        LowWater = settings.Size("low-space"),
        ReserveBytes = settings.Size("reserve"),
        Machine = Process.MachineId.Read(),
        TakeOver = settings.TakesOver,
        Faults = KillFault.FromEnvironment(),
    };

    public static KernelOptions Kernel(DaemonSettings settings) => new()
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
        OperationLogBacklog = settings.Number("operation-log-backlog"),
        SignalBacklog = settings.Number("signal-backlog"),
        JournalRetention = settings.Duration("journal-retention"),
        JournalKeepAtLeast = settings.Number("journal-keep"),
        SubscriberBacklog = settings.Number("event-backlog"),
    };

    public static TaskLimits Tasks(DaemonSettings settings) => new()
    {
        Tasks = settings.Number("task-limit"),
        Lateness = settings.Duration("task-lateness"),
    };

    public static ClusterOptions Cluster(DaemonSettings settings, INodes nodes, JournalAudit audit) => new()
    {
        ClusterName = settings.Text("cluster"),
        NodeName = settings.Text("node"),
        RunDirectory = settings.Directory("run"),
        GanetiRoot = settings.Find("ganeti-root") is { } root ? Path.GetFullPath(root) : null,
        EvidenceDirectory = settings.Text("test-opcodes") == "yes" ? Path.Combine(settings.Directory("state"), "evidence") : null,
        MasterAddress = settings.Find("master-ip") is { } address ? MasterAddressOptions.Parse(address, settings.Find("master-netdev")) : null,
        Nodes = nodes,
        AnswerTime = settings.Duration("node-answer-time"),
        ResolveTime = settings.Duration("node-resolve-time"),
        JournalCheck = audit.ProblemsAsync,
    };

    /// <summary>The master's address on this machine.</summary>
    public static AddressOptions Addresses(DaemonSettings settings) => new()
    {
        NoteFile = Path.Combine(settings.Directory("run"), "master-address"),
        Script = settings.Text("master-ip-script"),
        ScriptTime = settings.Duration("master-ip-time"),
    };

    public static ServicesOptions Services(DaemonSettings settings) => new()
    {
        CltabPath = settings.Find("cltab") is { } cltab ? Path.GetFullPath(cltab) : null,
        ClusterCltabPath = Path.Combine(settings.Directory("state"), "cluster-cltab"),
        Node = settings.Text("node"),
        RunDirectory = Path.Combine(settings.Directory("run"), "services"),
        NotifyDirectory = Path.Combine(settings.Directory("run"), "n"),
        OutputDirectory = Path.Combine(settings.Directory("state"), "output"),
        OutputSpace = settings.Size("output-space"),
        OutputKeepFree = settings.Size("output-keep-free"),
        MeasureEntries = settings.Text("service-metrics") switch { "local" => settings.Address("listen") is null, var shown => shown == "yes" },
        Cgroup = settings.Find("cgroup"),
        DaemonUser = UserDatabase.OwnUid(),
        StopPatience = settings.Duration("services-stop-time"),
        LevelsAtStart = settings.Text("levels-at-start") == "blank" ? LevelsAtStart.Blank : LevelsAtStart.Restore,
        CltabSettleTime = settings.Duration("cltab-settle-time"),
        CltabSettleLimit = settings.Duration("cltab-settle-limit"),
        RereadLimit = new RereadLimit(settings.Number("reread-limit"), settings.Number("reread-limit-entries")),
    };

    public static CallerGateOptions Gate(DaemonSettings settings) => new() { AdminGroup = settings.Text("admin-group") };

    /// <summary>Path of the HTTP socket.</summary>
    public static string HttpSocket(DaemonSettings settings) => Path.Combine(settings.Directory("run"), "drover.sock");

    public static JobRoomOptions Jobs(DaemonSettings settings) => new() { SlowReader = settings.Duration("slow-reader-time") };

    public static LogRoomOptions Logs(DaemonSettings settings) => new() { SlowReader = settings.Duration("slow-reader-time") };

    /// <summary>Directory of the LUXI sockets.</summary>
    public static string LuxiDirectory(DaemonSettings settings) =>
        settings.Find("ganeti-root") is { } root ? Path.Combine(Path.GetFullPath(root), "var/run/ganeti/socket") : settings.Directory("run");

    public static LuxiOptions Luxi(DaemonSettings settings, DoorLimits limits) => new()
    {
        Directory = LuxiDirectory(settings),
        SocketOwner = settings.Find("luxi-owner"),
        SocketGroup = SocketGroup(settings),
        Places = limits.Luxi,
        MaxFrameBytes = (int)Math.Min(settings.Size("luxi-frame"), int.MaxValue),
        MaxUnfinishedBytes = settings.Size("luxi-unfinished"),
        FrameTimeout = settings.Duration("luxi-frame-time"),
        IdleTimeout = settings.Duration("luxi-idle-time"),
        WriteTimeout = settings.Duration("luxi-write-time"),
    };

    /// <summary>The door for clients of Cluster::Init; null when no socket is named.</summary>
    public static ClusterInitOptions? ClusterInit(DaemonSettings settings, DoorLimits limits, Supervisor services) =>
        (services.FileSettings.Socket ?? settings.Find("clinit-socket")) is { } socket
            ? new ClusterInitOptions
            {
                SocketPath = Path.GetFullPath(socket),
                SocketGroup = SocketGroup(settings),
                SocketOwner = settings.Find("luxi-owner"),
                Places = limits.ClusterInit,
                RequestTimeout = settings.Duration("clinit-request-time"),
            }
            : null;

    /// <summary>The status files of Cluster::Init: that of this machine, and that of this node in a directory that all nodes share, as far as they are named.</summary>
    public static IReadOnlyList<ClstatOptions> Clstat(DaemonSettings settings, Supervisor services) =>
    [
        .. (services.FileSettings.Clstat ?? settings.Find("clstat")) is { } path ? (ClstatOptions[])[new() { Path = Path.GetFullPath(path) }] : [],
        .. settings.Find("clstat-directory") is { } directory ? (ClstatOptions[])[ClstatOptions.InDirectory(Path.GetFullPath(directory), services.Node)] : [],
    ];

    /// <summary>Where traces and figures go; null when nowhere.</summary>
    public static OtlpOptions? Otlp(DaemonSettings settings) =>
        settings.Find("otlp-endpoint") is { } endpoint ? new OtlpOptions(new Uri(endpoint), settings.Find("node") ?? Environment.MachineName, settings.Duration("otlp-interval")) : null;

    /// <summary>The files by which the daemon is configured.</summary>
    public static IReadOnlyList<WatchedFile> Files(DaemonSettings settings)
    {
        var files = new List<WatchedFile>();
        Add(settings.File, "file of settings", "it takes effect with the next start (drover restart)");
        Add(settings.Find("cltab"), "cltab", "it takes effect with 'drover reread', or with the next change of a level");
        return files;

        void Add(string? path, string what, string advice)
        {
            if (path is not null)
                files.Add(new WatchedFile(Path.GetFullPath(path), what, advice));
        }
    }

    /// <param name="settings">What is wanted.</param>
    /// <param name="descriptors">Descriptors that the process may have: of those that the daemon keeps for itself logs take half, two each.</param>
    public static LabOptions Lab(DaemonSettings settings, int descriptors) => new()
    {
        Rules = Rules(settings),
        JobsTracked = settings.Number("lab-jobs"),
        WorkerSilence = settings.Duration("worker-silence"),
        TextLimit = (int)Math.Min(settings.Size("lab-text-size"), Array.MaxLength),
        LogBytes = settings.Size("lab-log-size"),
        LogLines = settings.Number("lab-log-lines"),
        LogsOpen = Math.Min(settings.Number("lab-logs-open"), Math.Max(1, new DescriptorBudget(descriptors).ForDaemon / 4)),
        LogKeep = settings.Duration("lab-log-keep"),
        OwnWorker = WorkerName(settings),
    };

    /// <summary>Directory of records and captured output of the built-in worker.</summary>
    private static string WorkerState(DaemonSettings settings) => Path.Combine(settings.Directory("state"), "lab-worker");

    /// <summary>The built-in worker.</summary>
    public static ShellWorkerOptions Worker(DaemonSettings settings) => new()
    {
        Name = WorkerName(settings),
        StateDirectory = WorkerState(settings),
        NodesDirectory = Path.Combine(settings.Directory("state"), "lab-worker-nodes"),
        JobTime = settings.Duration("lab-worker-job-time"),
        Grace = settings.Duration("lab-worker-stop-time"),
        Keep = settings.Duration("lab-worker-keep"),
        Processes = settings.Number("lab-worker-processes"),
        Memory = settings.Size("lab-worker-memory"),
        FileSize = settings.Size("lab-worker-file-size"),
        LogLines = settings.Number("lab-worker-log-lines"),
        LogBytes = settings.Size("lab-worker-log-size"),
        LineLength = (int)Math.Clamp(settings.Size("lab-worker-line-length"), 64, 1 << 20),
    };

    /// <summary>Test jobs on this machine; null when it takes none.</summary>
    /// <exception cref="SettingsException">Steps are to run as another user, and the daemon does not run as root.</exception>
    public static TestJobOptions? TestJobs(DaemonSettings settings)
    {
        if (WorkerName(settings) is null)
            return null;
        var user = settings.Text("lab-worker-user");
        if (!Environment.IsPrivilegedProcess && settings.IsSet("lab-worker-user") && user != Environment.UserName)
            throw new SettingsException("SETTING_INVALID", $"lab-worker-user {user}: only a daemon that runs as root can run steps as another user. Leave the setting out: they then run as {Environment.UserName}.");
        return new TestJobOptions
        {
            Node = settings.Text("node"),
            StateDirectory = WorkerState(settings),
            WorkDirectory = Path.GetFullPath(settings.Find("lab-worker-directory") ?? Path.TrimEndingDirectorySeparator(settings.Directory("state")) + "-jobs"),
            RunDirectory = Path.Combine(settings.Directory("run"), "lab-worker"),
            Cgroup = settings.Find("cgroup"),
            User = Environment.IsPrivilegedProcess ? user : null,
            WorkOption = "--lab-worker-directory",
        };
    }

    private static string? WorkerName(DaemonSettings settings) => (settings.Find("lab-worker") ?? settings.Text("node")) is var name && name != "none" ? name : null;

    /// <summary>The socket of LAVA's events; null when no address is named.</summary>
    /// <exception cref="SettingsException">It is open to the network, where there are no keys for it.</exception>
    public static EventOptions? LavaEvents(DaemonSettings settings)
    {
        if (settings.Find("lava-events") is not { } endpoint)
            return null;
        if (settings.Text("lava-plain") != "yes" && !IsLoopback(endpoint))
            throw new SettingsException("SETTING_INVALID", $"lava-events {endpoint} is open to the network, and LAVA's subscribers have no keys: say --lava-plain that this is meant, or publish on 127.0.0.1.");
        return new EventOptions
        {
            Endpoint = endpoint,
            Ipv6 = endpoint.Contains('['),
            Topic = EventTopic(settings),
        };
    }

    /// <summary>The door for LAVA's ZeroMQ workers; null when no address is named.</summary>
    /// <exception cref="SettingsException">Only one of its two addresses is named, or it is open to the network without keys.</exception>
    public static LavaMasterOptions? Lava(DaemonSettings settings)
    {
        var (master, logs, keys) = (settings.Find("lava-master"), settings.Find("lava-logs"), settings.Find("lava-certificates"));
        if (master is null && logs is null)
            return null;
        if (master is null || logs is null)
            throw new SettingsException("SETTING_INVALID", "LAVA's workers need both lava-master and lava-logs, such as --lava-master tcp://127.0.0.1:5556 --lava-logs tcp://127.0.0.1:5555.");
        if (keys is null && settings.Text("lava-plain") != "yes" && new[] { master, logs }.FirstOrDefault(address => !IsLoopback(address)) is { } open)
            throw new SettingsException("SETTING_INVALID", $"{open} is open to the network without keys: give --lava-certificates DIRECTORY, or say --lava-plain that this is meant.");
        return new LavaMasterOptions
        {
            Control = new ControlOptions { Endpoint = master, Ipv6 = master.Contains('[') },
            Logs = new LogOptions { Endpoint = logs, Ipv6 = logs.Contains('[') },
            Curve = keys is null ? null : new CurveOptions { Directory = Path.GetFullPath(keys) },
            AdmitsNewWorkers = Registration(settings) switch
            {
                WorkerRegistration.No => false,
                WorkerRegistration.Local => keys is not null || (IsLoopback(master) && IsLoopback(logs)),
                _ => true,
            },
            Resend = settings.Duration("lava-resend-time"),
            VerdictGrace = settings.Duration("lava-verdict-time"),
        };
    }

    /// <summary>The HTTP wire of LAVA's workers.</summary>
    public static LavaWorkerOptions LavaWorkers(DaemonSettings settings) => new()
    {
        KeyFile = Path.Combine(settings.Directory("state"), "lava-job.key"),
        Registration = Registration(settings),
        LongestBody = (int)Math.Min(settings.Size("lava-upload-size"), Array.MaxLength),
        UnfinishedBytes = 4 * Math.Min(settings.Size("lava-upload-size"), Array.MaxLength),
    };

    public static CallbackOptions Callbacks(DaemonSettings settings) => new()
    {
        Hosts = settings.Text("callback-hosts").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        Timeout = settings.Duration("callback-time"),
        Retries = settings.Number("callback-retries"),
        RetryWait = settings.Duration("callback-retry-time"),
        AtOnce = settings.Number("callback-calls"),
        LogBytes = (int)Math.Min(settings.Size("callback-log-size"), Array.MaxLength),
    };

    public static ClientOptions LavaClients(DaemonSettings settings) => new()
    {
        LogPieceBytes = (int)Math.Min(settings.Size("lava-log-piece"), Array.MaxLength),
        LargestPage = settings.Number("lava-page"),
        EventSocket = settings.Find("lava-events"),
        EventTopic = EventTopic(settings),
    };

    private static LabRules Rules(DaemonSettings settings) => settings.Text("lava-rules") == "2018.5" ? LabRules.V2018 : LabRules.V2023;

    private static string EventTopic(DaemonSettings settings) =>
        settings.Find("lava-event-topic") ?? (Rules(settings) == LabRules.V2018 ? "org.linaro.validation" : "org.lavasoftware");

    private static WorkerRegistration Registration(DaemonSettings settings) => Enum.Parse<WorkerRegistration>(settings.Text("lava-register"), ignoreCase: true);

    private static bool IsLoopback(string endpoint) =>
        endpoint.StartsWith("tcp://127.", StringComparison.Ordinal) || endpoint.StartsWith("tcp://[::1]:", StringComparison.Ordinal)
        || endpoint.StartsWith("tcp://localhost:", StringComparison.Ordinal) || endpoint.StartsWith("ipc://", StringComparison.Ordinal);

    private static string? SocketGroup(DaemonSettings settings) =>
        settings.Find("luxi-group") ?? (UserDatabase.FindGroup(settings.Text("admin-group")) is null ? null : settings.Text("admin-group"));
}
