using System.Collections.Concurrent;
using Drover.Daemon;
using Drover.Daemon.Doors;
using Drover.Doors;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Kernel.Jobs;
using Drover.Opcodes;
using Drover.Storage;
using Drover.Tests.Shared;

namespace Drover.Web.Tests.Daemon;

/// <summary>In which order the daemon opens and closes: jobs, doors, controllers.</summary>
public sealed class StopOrderTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("dro").FullName;
    private readonly ConcurrentQueue<string> _told = new();
    private readonly TestDomain _domain = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Doors_open_after_controllers_have_started_and_close_after_jobs_and_before_controllers_stop()
    {
        await using var kernel = await StartAsync();
        await using var doors = new DoorList([new Recorder("one", this, kernel), new Recorder("two", this, kernel)], "nowhere");
        await doors.OpenAsync();
        Assert.Equal(["controller starts", "one listens", "two listens", "one is open", "two is open"], Told());

        var job = await SubmitAsync(kernel);
        var closing = DaemonLife.CloseAsync(kernel, doors, CancellationToken.None);
        await Assert.ThrowsAsync<SubmitRefusedException>(() => SubmitAsync(kernel));
        Assert.False(closing.IsCompleted);
        _domain.Gate(job).SetResult();
        // Clients may fetch results for a while: with the doors open.
        await _clock.WaitForSingleTimerAsync(new KernelOptions().ShutdownLinger, TestDoor.Stop);
        Assert.Equal(["controller drains"], Told());
        _clock.Advance(new KernelOptions().ShutdownLinger);
        await closing;

        Assert.Equal(["one closes after success", "two closes after success", "controller stops"], Told());
    }

    [Fact]
    public async Task A_stop_at_once_waits_for_no_job_but_keeps_the_order()
    {
        await using var kernel = await StartAsync();
        await using var doors = new DoorList([new Recorder("one", this, kernel)], "nowhere");
        await doors.OpenAsync();
        await SubmitAsync(kernel);
        Told();
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await DaemonLife.CloseAsync(kernel, doors, atOnce.Token);
        Assert.Equal(["controller drains", "one closes after running", "controller stops"], Told());
    }

    private string[] Told()
    {
        var told = _told.ToArray();
        _told.Clear();
        return told;
    }

    private Task<KernelHost> StartAsync() => KernelHost.StartAsync(
        new KernelModel(new KernelOptions(), [_domain, new Watched(this)]),
        SqliteStore.Open(new SqliteStoreOptions { Directory = _directory, ReserveBytes = 0 }, _clock), _clock, new GuidSource(), TestDoor.Stop);

    /// <summary>Submits a job that holds until the test lets it go, and waits until it runs.</summary>
    private static async Task<long> SubmitAsync(KernelHost kernel)
    {
        using var opcode = System.Text.Json.JsonDocument.Parse("""{"OP_ID":"OP_HOLD"}""");
        var accepted = new OpcodeReader(kernel.Model).Read(opcode.RootElement, OpcodeReadOptions.Own);
        var id = (await kernel.ExecuteAsync(new SubmitJobs([[accepted]]), Caller.System, TestDoor.Stop))[0].Id;
        while (true)
        {
            var change = kernel.Watch.NextChange(id);
            if (kernel.State.Jobs[id].Status == JobStatus.Running)
                return id;
            await change.WaitAsync(TimeSpan.FromSeconds(30), TestDoor.Stop);
        }
    }

    private sealed class Recorder(string name, StopOrderTests test, KernelHost kernel) : IDoor
    {
        public Task ListenAsync()
        {
            test._told.Enqueue($"{name} listens");
            return Task.CompletedTask;
        }

        public void Opened() => test._told.Enqueue($"{name} is open");

        public Task CloseAsync(CancellationToken cut)
        {
            test._told.Enqueue($"{name} closes after {kernel.State.Jobs[1].Status.Name()}");
            return Task.CompletedTask;
        }
    }

    private sealed class Watched(StopOrderTests test) : IDomain, IController
    {
        public void Describe(DomainBuilder d) => d.Controller(this);

        public Task StartAsync(IKernel kernel, CancellationToken cancellationToken) => Tell("starts");

        public Task DrainAsync(CancellationToken atOnce) => Tell("drains");

        public Task StopAsync(CancellationToken cancellationToken) => Tell("stops");

        private Task Tell(string step)
        {
            test._told.Enqueue($"controller {step}");
            return Task.CompletedTask;
        }
    }
}
