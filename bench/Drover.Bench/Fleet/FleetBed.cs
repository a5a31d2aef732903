using System.Globalization;
using Drover.Bench.Daemon;

namespace Drover.Bench.Fleet;

/// <summary>The real daemon with a door for agents.</summary>
internal sealed class FleetBed : IAsyncDisposable
{
    private FleetBed(DaemonBed daemon, string door) => (Daemon, Door) = (daemon, door);

    public DaemonBed Daemon { get; }

    /// <summary>Where agents connect.</summary>
    public string Door { get; }

    /// <summary>Starts the daemon on a new state.</summary>
    public static async Task<FleetBed> StartAsync(BenchRun run)
    {
        var door = $"127.0.0.1:{DaemonBed.FreePort()}";
        return new FleetBed(await DaemonBed.StartAsync(run, run.NewDirectory(), "--agents-listen", door), door);
    }

    /// <summary>Has so many played nodes join and connect; they stay until what is answered is disposed of.</summary>
    public Task<LoadProcess> ConnectAsync(int agents) =>
        LoadProcess.StartAsync("agents", "--socket", Daemon.Http, "--master", Door, "--agents", agents.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Daemon.DisposeAsync();
}
