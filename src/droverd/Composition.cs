using System.Reflection;
using Drover.Daemon.Settings;
using Drover.Doors;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Kernel.State;
using Drover.Storage;
using Drover.Storage.Faults;
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

    public static KernelModel Model(DaemonSettings settings) => new(
        new KernelOptions
        {
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
        },
        Domains(settings));

    public static ICallerGate Gate(DaemonSettings settings) =>
        new CallerGate(new CallerGateOptions { AdminGroup = settings.Text("admin-group") }, TimeProvider.System);

    public static WebDoor Web(DaemonSettings settings, KernelHost kernel, SqliteStore store, ICallerGate gate) => new(kernel, new WebParts
    {
        Gate = gate,
        Audit = new JournalAudit(store, kernel.Model),
        Version = Version,
        WhoAmI = state => WhoAmI(state, settings),
        Settings = settings.View,
        HostNames = [settings.Text("node")],
        MostConnections = settings.Number("http-connections"),
        MostFollowers = settings.Number("event-followers"),
    });

    /// <summary>Directory of the LUXI sockets.</summary>
    public static string LuxiDirectory(DaemonSettings settings) =>
        settings.Find("ganeti-root") is { } root ? Path.Combine(Path.GetFullPath(root), "var/run/ganeti/socket") : settings.Directory("run");

    private static IEnumerable<IDomain> Domains(DaemonSettings settings) => [];

    private static WhoAmI WhoAmI(KernelState state, DaemonSettings settings) => new(settings.Text("cluster"), settings.Text("node"), "");
}
