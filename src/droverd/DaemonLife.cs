using Drover.Daemon.Process;
using Drover.Daemon.Settings;
using Drover.Kernel;

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
        await using var kernel = await StartKernelAsync(settings, store);
        Log.Recovered(log, settings.Directory("state"), kernel.State.Sequence, kernel.State.Queue.Unfinished);
        foreach (var warning in Composition.NamesNotTaken(settings, kernel.State))
            Log.Warning(log, warning);

        RunDirectory.Make(settings);
        await using var doors = new DoorHost(settings, kernel, store, logging);
        await doors.OpenAsync(Composition.HttpSocket(settings), ReadableByAll);
        foreach (var address in doors.Addresses)
            Log.Listening(log, address);
        SystemdNotice.Send("READY=1");
        Log.Ready(log, Composition.Version);

        await signals.First;
        SystemdNotice.Send("STOPPING=1");
        Log.Stopping(log, settings.Text("shutdown-grace"));
        await kernel.StopAsync(signals.Second);
        await doors.CloseAsync();
        Log.Stopped(log);
    }

    private static async Task<KernelHost> StartKernelAsync(DaemonSettings settings, Storage.SqliteStore store)
    {
        try
        {
            return await KernelHost.StartAsync(Composition.Model(settings, store), store, TimeProvider.System, new GuidSource(), CancellationToken.None);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }
}
