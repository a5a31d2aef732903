using Drover.Kernel.Commands;
using Drover.Kernel.Domains;
using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;
using Drover.Kernel.Tests.Chaos;
using Drover.Tests.Shared;

namespace Drover.Kernel.Tests.Jobs;

/// <summary>In which order the parts of a kernel start and stop.</summary>
public sealed class LifecycleTests
{
    [Fact]
    public async Task Operations_that_recovery_resumes_start_after_all_controllers_have_started()
    {
        var told = new List<string>();
        await using var kernel = await TestKernel.StartAsync();
        var id = await kernel.SubmitAsync("OP_HOLD_RESUME");
        await kernel.UntilAsync(id, _ => kernel.Stored(id).Ops[0].Progress.HasValue);
        kernel.Gate.Calls.Clear();
        kernel.Domain.Controllers.Add(new Recorder("first", told, _ => $"{kernel.Gate.Calls.Count} running"));
        kernel.Domain.Controllers.Add(new Recorder("second", told, _ => $"{kernel.Gate.Calls.Count} running"));

        await kernel.CrashAndRestartAsync();

        Assert.Equal(["first starts: 0 running", "second starts: 0 running"], told);
        kernel.Gate.Open(id);
        Assert.Equal(JobStatus.Success, await kernel.EndAsync(id));
        Assert.Equal([(id, true)], kernel.Gate.Calls);
    }

    [Fact]
    public async Task Controllers_stop_in_reverse_after_what_runs_has_ended()
    {
        var told = new List<string>();
        var domain = new TestDomain();
        var id = 1L;
        foreach (var name in new[] { "first", "second" })
            domain.Controllers.Add(new Recorder(name, told, kernel => $"job waits for {kernel.WaitsFor(id) ?? "nothing"}"));
        await using var kernel = await TestKernel.StartAsync(domain);
        Assert.Equal(id, await kernel.SubmitAsync("OP_HOLD_RESUME"));
        await kernel.UntilAsync(id, _ => kernel.Stored(id).Ops[0].Progress.HasValue);
        told.Clear();

        await kernel.Host.DrainAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["first drains: job waits for the test", "second drains: job waits for the test"], told);
        Assert.True(kernel.Host.Stopping);
        await kernel.Host.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["second stops: job waits for nothing", "first stops: job waits for nothing"], told[2..]);
        Assert.Equal(JobStatus.Running, kernel.StatusOf(id));
    }

    [Fact]
    public async Task A_drain_waits_for_the_daemons_own_work_and_then_for_the_controllers()
    {
        var told = new List<string>();
        var domain = new Busy(told);
        await using var kernel = await TestKernel.StartAsync(domain);
        await kernel.Clock.WaitForTimerAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        kernel.Clock.Advance(TimeSpan.FromSeconds(1));
        await domain.Entered.WaitAsync(TestContext.Current.CancellationToken);
        await kernel.Host.DrainAsync(TestContext.Current.CancellationToken);
        told.Add("drained");
        Assert.Equal(["work ends", "controller drains", "drained"], told);
    }

    [Fact]
    public async Task A_drained_kernel_still_answers_and_takes_observations_but_no_work()
    {
        await using var kernel = await TestKernel.StartAsync();
        var id = await kernel.SubmitAsync("OP_NOTE");
        await kernel.Host.DrainAsync(TestContext.Current.CancellationToken);
        using (var look = kernel.Host.Look(TestKernel.Alice))
            Assert.Equal(JobStatus.Success, look.State.Jobs[id].Status);
        await kernel.ExecuteAsync(new SetDrainFlag(true));
        await Assert.ThrowsAsync<SubmitRefusedException>(() => kernel.SubmitAsync("OP_NOTE"));
    }

    [Fact]
    public async Task A_stop_ends_the_live_streams_after_what_has_happened()
    {
        await using var kernel = await TestKernel.StartAsync();
        using var events = kernel.Host.Events.Subscribe(record => record.Kind == "job-submitted");
        using var signals = kernel.Host.Signals.Subscribe(Caller.System);
        await kernel.SubmitAsync("OP_NOTE");
        await kernel.Host.StopAsync(TestContext.Current.CancellationToken);
        Assert.Single(await events.Records.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken)
            .AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.False(await signals.Signals.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_kernel_that_has_nothing_to_do_lets_its_store_tidy_up()
    {
        var tidied = 0;
        await using var kernel = await TestKernel.StartAsync(store: inner => new TidyStore(inner, () => Interlocked.Increment(ref tidied)));
        await kernel.SubmitAsync("OP_NOTE");
        await Soon.HoldsAsync(() => Volatile.Read(ref tidied) > 0);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_a_store_that_takes_nothing_any_more()
    {
        var fails = false;
        await using var kernel = await TestKernel.StartAsync(store: inner => new FailingStore(inner, () => Volatile.Read(ref fails)));
        var id = await kernel.SubmitAsync("OP_HOLD");
        await kernel.UntilAsync(id, JobStatus.Running);
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await kernel.Host.DrainAsync(atOnce.Token);
        Volatile.Write(ref fails, true);
        kernel.Gate.Open(id);
        await Soon.HoldsAsync(() => kernel.Host.Figures.CommitFailures > 0);
        await kernel.Host.StopAsync(atOnce.Token).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Volatile.Write(ref fails, false);
        await kernel.StartAgainAsync();
        Assert.Equal(JobStatus.Error, kernel.StatusOf(id));
    }

    [Fact]
    public async Task An_operation_that_a_stop_ends_leaves_no_outcome_for_the_next_start_to_trip_over()
    {
        await using var kernel = await TestKernel.StartAsync();
        var resumes = await kernel.SubmitAsync("OP_HOLD_RESUME");
        var prepares = await kernel.SubmitAsync("OP_PREPARE");
        await kernel.UntilAsync(resumes, _ => kernel.Stored(resumes).Ops[0].Progress.HasValue);
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await kernel.Host.StopAsync(atOnce.Token);
        Assert.Equal((JobStatus.Running, JobStatus.Waiting), (kernel.StatusOf(resumes), kernel.StatusOf(prepares)));
    }

    private sealed class TidyStore(IStore store, Action onIdle) : StoreProxy(store)
    {
        public override void CheckpointWhenIdle()
        {
            onIdle();
            base.CheckpointWhenIdle();
        }
    }

    /// <summary>Has work of its own, and ends it and itself in its own time: after some turns of the writer, so that who does not wait comes first.</summary>
    private sealed class Busy(List<string> told) : IDomain, IController
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private IKernel _kernel = null!;

        public Task Entered => _entered.Task;

        public void Describe(DomainBuilder d)
        {
            d.Controller(this);
            d.Periodic("count sheep", TimeSpan.FromSeconds(1), async (_, stop) =>
            {
                _entered.TrySetResult();
                var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await using (stop.Register(asked.SetResult))
                    await asked.Task;
                await EndAsync("work ends");
            });
        }

        public Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
        {
            _kernel = kernel;
            return Task.CompletedTask;
        }

        public Task DrainAsync(CancellationToken atOnce) => EndAsync("controller drains");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        private async Task EndAsync(string line)
        {
            for (var turn = 0; turn < 20; turn++)
                await _kernel.ExecuteAsync(new SetDrainFlag(turn % 2 == 0), Caller.System, CancellationToken.None);
            told.Add(line);
        }
    }

    /// <summary>Says what it sees at each step of its life. Its start takes some turns of the writer, so that whatever runs too early is seen.</summary>
    private sealed class Recorder(string name, List<string> told, Func<IKernel, string> sees) : IController
    {
        private IKernel _kernel = null!;

        public async Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
        {
            _kernel = kernel;
            for (var turn = 0; turn < 20; turn++)
                await kernel.ExecuteAsync(new SetDrainFlag(turn % 2 == 0), Caller.System, cancellationToken);
            await Tell("starts");
        }

        public Task DrainAsync(CancellationToken atOnce) => Tell("drains");

        public Task StopAsync(CancellationToken cancellationToken) => Tell("stops");

        private Task Tell(string step)
        {
            told.Add($"{name} {step}: {sees(_kernel)}");
            return Task.CompletedTask;
        }
    }
}
