using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using Drover.Daemon.Doors;
using Drover.Daemon.Process;
using Drover.Daemon.Settings;
using Drover.Kernel;
using Drover.Services.Nodes;
using Drover.Web.Metrics;

namespace Drover.Daemon;

/// <summary>The life of the daemon: open the store, recover, start the rooms, open the doors, wait for a signal, and all that in reverse.</summary>
internal static class DaemonLife
{
    public static async Task RunAsync(DaemonSettings settings)
    {
        using var signals = new StopSignals();
        using var logging = Log.Factory(settings.Text("log-level"));
        var log = logging.CreateLogger("droverd");
        foreach (var warning in settings.Warnings)
            Log.Warning(log, warning);

        RunDirectory.CheckLengths(settings);
        using var metrics = new MetricsExport();
        ProcessInstruments.Add(metrics.Meters, Composition.Version);
        var store = Composition.Store(settings, metrics.Meters);
        foreach (var warning in store.Warnings)
            Log.Warning(log, warning);
        using var services = Composition.Services(settings, remark => Log.Services(log, remark), metrics.Meters);
        var nodes = Composition.Nodes(settings, services);
        using var reports = new NodeReports(nodes, services, remark => Log.Services(log, remark));
        await using var kernel = await StartKernelAsync(
            () => Composition.Model(settings, store, nodes, reports, services, logging), settings, store, metrics.Meters);
        Log.Recovered(log, settings.Directory("state"), kernel.State.Sequence, kernel.State.Queue.Unfinished);
        foreach (var warning in Composition.NamesNotTaken(settings, kernel.State))
            Log.Warning(log, warning);

        using var output = Composition.Output(services);
        await using var doors = Composition.Doors(settings, kernel, store, nodes, reports, services, [output, Composition.Logs(settings)], signals.Stop, logging, metrics);
        await doors.OpenAsync();
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
        await CloseAsync(kernel, doors, signals.Second);
        Log.Stopped(log);
    }

    /// <summary>Refuses new work and lets running jobs end while clients can still fetch results; then the doors, the controllers, the writer.</summary>
    /// <param name="atOnce">Set to wait for no job any more.</param>
    internal static async Task CloseAsync(KernelHost kernel, DoorList doors, CancellationToken atOnce)
    {
        await kernel.DrainAsync(atOnce);
        await doors.CloseAsync();
        await kernel.StopAsync(atOnce);
    }

    private static async Task<KernelHost> StartKernelAsync(Func<KernelModel> model, DaemonSettings settings, Storage.SqliteStore store, IMeterFactory meters)
    {
        try
        {
            RunDirectory.Make(settings);
            return await KernelHost.StartAsync(model(), store, TimeProvider.System, new GuidSource(), CancellationToken.None, meters: meters);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }
}
