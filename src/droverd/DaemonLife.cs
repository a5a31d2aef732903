using System.Runtime.InteropServices;
using Drover.ClusterInit;
using Drover.ClusterInit.Status;
using Drover.Daemon.Process;
using Drover.Daemon.Settings;
using Drover.Kernel;
using Drover.Nodes;
using Drover.Services.Nodes;

namespace Drover.Daemon;

/// <summary>The life of the daemon: open the store, recover, open the doors, wait for a signal, close in the reverse order.</summary>
internal static class DaemonLife
{
    private const UnixFileMode ReadableByAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public static async Task RunAsync(DaemonSettings settings)
    {
        using var signals = new StopSignals();
        using var logging = Log.Factory(settings.Text("log-level"));
        var log = logging.CreateLogger("droverd");
        foreach (var warning in settings.Warnings)
            Log.Warning(log, warning);

        RunDirectory.CheckLengths(settings);
        var store = Composition.OpenStore(settings);
        foreach (var warning in store.Warnings)
            Log.Warning(log, warning);
        using var services = Composition.Services(settings, remark => Log.Services(log, remark));
        var own = Composition.OwnNode(settings, services);
        var nodes = new NodeList(own);
        using var reports = new NodeReports(nodes, services, remark => Log.Services(log, remark));
        await using var kernel = await StartKernelAsync(settings, store, nodes, reports);
        Log.Recovered(log, settings.Directory("state"), kernel.State.Sequence, kernel.State.Queue.Unfinished);
        foreach (var warning in Composition.NamesNotTaken(settings, kernel.State))
            Log.Warning(log, warning);

        var clinit = new ServiceDoor(kernel, own, reports, signals.Stop);
        using var output = Composition.Output(services);
        await using var doors = new DoorHost(settings, kernel, store, logging, clinit, [output, Composition.Logs(settings)], Composition.ClusterInit(settings, services));
        await using var clstat = Composition.Clstat(settings, services) is { } options ? new ClstatFile(clinit, options, TimeProvider.System, logging) : null;
        await doors.OpenAsync(Composition.HttpSocket(settings), ReadableByAll);
        foreach (var address in doors.Addresses)
            Log.Listening(log, address);
        clstat?.Start();
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            services.BeginTakeCltab();
        });
        SystemdNotice.Send("READY=1");
        Log.Ready(log, Composition.Version);

        await signals.First;
        if (signals.LeavesServices)
            services.LeaveServices();
        SystemdNotice.Send("STOPPING=1");
        Log.Stopping(log, settings.Text("shutdown-grace"));
        services.BeginStop();
        await kernel.StopAsync(signals.Second);
        await doors.CloseAsync();
        if (clstat is not null && !services.LeavesServices)
            await clstat.RemoveAsync();
        Log.Stopped(log);
    }

    private static async Task<KernelHost> StartKernelAsync(DaemonSettings settings, Storage.SqliteStore store, INodes nodes, NodeReports reports)
    {
        try
        {
            RunDirectory.Make(settings);
            return await KernelHost.StartAsync(Composition.Model(settings, store, nodes, reports), store, TimeProvider.System, new GuidSource(), CancellationToken.None);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }
}
