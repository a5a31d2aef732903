using Drover.Agent.Addresses;
using Drover.Agent.Systemd;
using System.Diagnostics.Metrics;
using System.Net;
using System.Runtime.InteropServices;
using Drover.Daemon.Doors;
using Drover.Daemon.Logging;
using Drover.Daemon.Mastership;
using Drover.Daemon.Process;
using Drover.Daemon.Settings;
using Drover.Doors.Listening;
using Drover.Fleet;
using Drover.Kernel;
using Drover.Nodes.Addresses;
using Drover.Services.Nodes;
using Drover.Services.Supervision;

namespace Drover.Daemon;

/// <summary>The life of the daemon: open the store, recover, start the rooms, open the doors, wait for a signal, and all that in reverse.</summary>
internal static class DaemonLife
{
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(DaemonSettings settings)
    {
        using var signals = new StopSignals();
        Supervisor? reader = null;
        // From the beginning: a hangup during the start must not end the daemon.
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            Volatile.Read(ref reader)?.BeginTakeCltab();
        });
        using var levels = new LogLevels(settings.Text("log-level"));
        using var tracing = new Tracing(levels, TimeProvider.System);
        using var logging = Log.Factory(levels, tracing);
        var log = logging.CreateLogger(Log.Category);
        levels.Log = log;
        TraceFromTheStart(levels, log);
        foreach (var warning in settings.Warnings)
            Log.Warning(log, warning);

        if (Surroundings.Remark is { } remark)
            Log.Warning(log, remark);
        var limits = new DoorLimits(settings, ResourceLimits.OpenDescriptors());
        if (limits.Notice is { } notice)
            Log.Warning(log, notice);

        RunDirectory.CheckLengths(settings);
        var passed = PassedSockets.OfThisProcess();
        using var metrics = Composition.Metrics(settings);
        ProcessInstruments.Add(metrics.Meters, Composition.Version);
        var store = Composition.Store(settings, logging, metrics.Meters);
        using var addresses = new LinuxAddresses(RoomOptions.Addresses(settings));
        settings = await TakeNamesAsync(settings, store, addresses, log);
        var leases = Composition.Leases(settings);
        using var ownLeases = Composition.OwnLeases(settings, leases);
        using var services = Composition.Services(settings, logging, metrics.Meters, ownLeases);
        using var commands = Composition.Commands(settings, services, logging);
        using var output = Composition.Output(services);
        using var steps = Composition.StepOutput(settings);
        await using var testJobs = Composition.TestJobs(settings, logging);
        await using var accounts = await Composition.AccountsAsync(settings, logging, CancellationToken.None);
        using var nodes = Composition.Nodes(settings, services, commands, [output, steps], addresses, logging, metrics.Meters, testJobs, accounts);
        using var reports = new NodeReports(nodes, services, logging);
        var files = Composition.Logs(settings);
        var lab = Composition.Lab(settings, files, logging, metrics.Meters);
        using var master = MakeMaster(settings, store);
        if (!await HoldVoteAsync(settings, store, master, addresses, signals.First, logging))
            return ExitCode.Done;
        using var worker = Composition.Worker(settings, lab, nodes, logging);
        using var pid = settings.Find("pid-file") is { } file ? new PidFile(Path.GetFullPath(file)) : null;
        await using var kernel = await StartKernelAsync(
            () => Composition.Model(settings, store, nodes, master, reports, services, lab, logging, worker, commands, leases, metrics.Meters), settings, pid, store, logging, metrics.Meters);
        Log.Recovered(log, settings.Directory("state"), kernel.State.Sequence, kernel.State.Queue.Unfinished);

        using var gate = Composition.Gate(settings);
        await using var doors = Composition.Doors(settings, limits, gate, kernel, store, nodes, master, leases, reports, services, lab, Composition.AllLogs(output, files, nodes), signals.ShutDown, levels, tracing, logging, metrics, passed);
        await doors.OpenAsync();
        foreach (var socket in passed.Left)
            Log.SocketNotServed(log, socket);
        pid?.Write();
        Volatile.Write(ref reader, services);
        SystemdNotice.Send("READY=1");
        await using var watchdog = Watchdog.Of(kernel);
        Log.Ready(log, Composition.Version);
        GiveBackWhatTheStartTook();

        var cause = await signals.First;
        SystemdNotice.Send("STOPPING=1");
        if (await LeavesAsync(cause, settings, log, signals.Second))
            services.LeaveServices();
        Log.Stopping(log, settings.Text("shutdown-grace"), services.LeavesServices ? "go on for the next daemon" : "are stopped");
        await CloseAsync(kernel, doors, signals.Second, log);
        Log.Stopped(log);
        return cause == EndCause.Leave ? ExitCode.Left : ExitCode.Done;
    }

    /// <summary>What the environment wants to see of the start itself; <c>drover log-level --reset</c> ends it.</summary>
    private static void TraceFromTheStart(LogLevels levels, ILogger log)
    {
        if (Environment.GetEnvironmentVariable("DROVER_TRACE") is not { Length: > 0 } text)
            return;
        var facilities = FacilitySet.Read(text, out var problem);
        if (problem is not null)
            Log.Warning(log, $"The environment variable DROVER_TRACE has no effect: {problem}");
        else if (!facilities.IsEmpty)
            levels.Change(string.Join(',', facilities.Select(facility => $"{facility}=debug")), Caller.System);
    }

    /// <summary>A daemon that idles would keep the garbage of its start for good. A large heap is left to the collector: it is in use anyway.</summary>
    private static void GiveBackWhatTheStartTook()
    {
        const long Small = 32 << 20;
        if (GC.GetTotalMemory(forceFullCollection: false) < Small)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    /// <summary>Whether the services go on. Systemd is asked only where the signal does not say.</summary>
    private static async Task<bool> LeavesAsync(EndCause cause, DaemonSettings settings, ILogger log, CancellationToken atOnce)
    {
        UnitJob? job = UnitJob.None;
        if (cause == EndCause.Term && SystemdUnit.Of(await File.ReadAllTextAsync("/proc/self/cgroup", CancellationToken.None), settings.Find("unit")) is { } unit)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(atOnce);
            patience.CancelAfter(settings.Duration("unit-time"));
            job = await unit.AskAsync(patience.Token);
            if (job is null)
                Log.UnitUnknown(log, unit.Name, settings.Text("on-term"));
        }
        return EndTable.Leaves(cause, job ?? UnitJob.None, settings.Text("on-term") == "leave" ? ServiceFate.Stay : ServiceFate.Stop);
    }

    /// <summary>Refuses new work and lets running jobs end while clients can still fetch results; then the doors, the controllers, the writer.</summary>
    /// <param name="atOnce">Set to wait for no job any more.</param>
    internal static async Task CloseAsync(KernelHost kernel, DoorList doors, CancellationToken atOnce, ILogger? log = null)
    {
        await kernel.DrainAsync(atOnce);
        await doors.CloseAsync();
        if (log is not null)
            Log.DoorsClosed(log);
        await kernel.StopAsync(atOnce);
    }

    /// <summary>The settings with the names of the state directory, once it is clear that this node may be the master.</summary>
    private static async Task<DaemonSettings> TakeNamesAsync(DaemonSettings settings, Storage.SqliteStore store, INodeAddresses addresses, ILogger log)
    {
        try
        {
            settings = StoredNames.Take(settings, store, warning => Log.Warning(log, warning));
            await MasterClaim.CheckAsync(settings, Dns.GetHostAddressesAsync, CancellationToken.None);
            return settings;
        }
        catch (Exception e)
        {
            store.Dispose();
            if (e is DroverException)
                await LostAddress.TakeDownAsync(addresses, log);
            throw;
        }
    }

    private static async Task<bool> HoldVoteAsync(DaemonSettings settings, Storage.SqliteStore store, MasterIdentity master, INodeAddresses addresses, Task stop, ILoggerFactory logging)
    {
        var isElected = false;
        try
        {
            return isElected = await MasterVote.HoldAsync(settings, store, master, stop, logging);
        }
        catch (DroverException)
        {
            await LostAddress.TakeDownAsync(addresses, logging.CreateLogger(Log.Category));
            throw;
        }
        finally
        {
            if (!isElected)
                store.Dispose();
        }
    }

    private static MasterIdentity MakeMaster(DaemonSettings settings, Storage.SqliteStore store)
    {
        try
        {
            return Composition.Master(settings);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private static async Task<KernelHost> StartKernelAsync(Func<KernelModel> model, DaemonSettings settings, PidFile? pid, Storage.SqliteStore store, ILoggerFactory logging, IMeterFactory meters)
    {
        try
        {
            RunDirectory.Make(settings);
            pid?.Check();
            return await KernelHost.StartAsync(
                model(), store, TimeProvider.System, new GuidSource(), CancellationToken.None, logging: logging, meters: meters);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }
}
