using Drover.Cluster;
using Drover.Doors;
using Drover.Kernel;
using Drover.Kernel.Commands;
using Drover.Kernel.Jobs;
using Drover.Storage;
using Drover.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Luxi.Tests.Host;

/// <summary>A real kernel on a real store behind real sockets, with a clock that the test moves.</summary>
internal sealed class LuxiHost : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;

    private LuxiHost(DirectoryInfo folder, KernelHost kernel, HeldWork work, ManualClock clock, LuxiDoor door, LuxiOptions options, Readings readings)
    {
        _folder = folder;
        Kernel = kernel;
        Work = work;
        Clock = clock;
        Door = door;
        Options = options;
        Readings = readings;
    }

    public KernelHost Kernel { get; }

    public HeldWork Work { get; }

    public ManualClock Clock { get; }

    public LuxiDoor Door { get; }

    public LuxiOptions Options { get; }

    /// <summary>What the instruments of the door have measured.</summary>
    public Readings Readings { get; }

    public string Socket => Options.SocketPaths.Last();

    public static async Task<LuxiHost> StartAsync(Func<string, LuxiOptions>? options = null, ICallerGate? gate = null)
    {
        var folder = Directory.CreateTempSubdirectory("lx");
        var clock = new ManualClock();
        var work = new HeldWork();
        var cluster = new ClusterDomain(
            new ClusterOptions { ClusterName = "gntcluster", NodeName = "node1", NodeAddress = "198.51.100.10", RunDirectory = folder.FullName });
        var store = SqliteStore.Open(new SqliteStoreOptions { Directory = Path.Combine(folder.FullName, "state"), ReserveBytes = 0, LowWater = 0 }, clock);
        var kernel = await KernelHost.StartAsync(new KernelModel(new KernelOptions(), [cluster, work]), store, clock, new CountedIds(), default);
        var settings = (options ?? (directory => new LuxiOptions { Directory = directory }))(Path.Combine(folder.FullName, "run"));
        var readings = new Readings();
        var door = new LuxiDoor(kernel, gate ?? new CallerGate(new CallerGateOptions(), clock), settings, NullLoggerFactory.Instance, readings);
        door.Listen();
        door.Opened();
        return new LuxiHost(folder, kernel, work, clock, door, settings, readings);
    }

    public LuxiClient Connect() => new(Socket);

    /// <summary>Lets time pass, second by second, until something holds.</summary>
    public Task PassUntilAsync(Func<bool> holds) => Soon.HoldsAsync(() =>
    {
        if (holds())
            return true;
        Clock.Advance(TimeSpan.FromSeconds(1));
        return false;
    });

    /// <summary>Serial of the last log entry of a job.</summary>
    public int LogSerial(long job)
    {
        using var reader = Kernel.ReadStore();
        return reader.LastLogSerial(job);
    }

    /// <summary>Waits until a job is final.</summary>
    public async Task FinishedAsync(long id)
    {
        while (true)
        {
            var change = Kernel.Watch.NextChange(id);
            if (Kernel.State.Jobs.GetValueOrDefault(id) is FinishedJob)
                return;
            await change.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    /// <summary>Waits until a job has a status, or is final.</summary>
    public async Task ReachedAsync(long id, JobStatus status)
    {
        while (true)
        {
            var change = Kernel.Watch.NextChange(id);
            if (Kernel.State.Jobs.GetValueOrDefault(id)?.Status is { } now && (now == status || now.IsFinal()))
                return;
            await change.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    /// <summary>Closes the doors as at the end of the daemon.</summary>
    public Task CloseAsync() => Door.CloseAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Door.Dispose();
        Readings.Dispose();
        await Kernel.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private sealed class CountedIds : IIdSource
    {
        private int _last;

        public string NewUuid() => $"00000000-0000-4000-8000-{Interlocked.Increment(ref _last):x12}";
    }
}
