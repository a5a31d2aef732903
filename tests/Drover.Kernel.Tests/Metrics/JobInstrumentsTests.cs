using Drover.Kernel.Jobs;
using Drover.Kernel.Tests.Jobs;

namespace Drover.Kernel.Tests.Metrics;

public sealed class JobInstrumentsTests
{
    private const string HoldA = """{"OP_ID":"OP_HOLD","nodes":["a"]}""";
    private const string NoteA = """{"OP_ID":"OP_NOTE","nodes":["a"]}""";

    [Fact]
    public async Task The_wait_for_locks_and_the_run_are_measured_in_seconds()
    {
        await using var kernel = await TestKernel.StartAsync();
        var holder = await kernel.SubmitAsync(HoldA);
        var waiter = await kernel.SubmitAsync(NoteA);
        kernel.Clock.Advance(TimeSpan.FromSeconds(7));
        kernel.Gate.Open(holder);
        await kernel.EndAsync(waiter);
        Assert.Equal([0, 7], kernel.Readings.Values("drover.jobs.lock.wait"));
        Assert.Equal(
            [(7, "opcode=OP_HOLD status=success"), (0, "opcode=OP_NOTE status=success")],
            kernel.Readings.Of("drover.jobs.run").Select(reading => (reading.Value, reading.Labels)));
        Assert.Equal([0, 0], kernel.Readings.Values("drover.jobs.queue.wait"));
    }

    [Fact]
    public async Task The_wait_in_the_queue_is_measured_once_a_job()
    {
        await using var kernel = await TestKernel.StartAsync(new TestDomain { Tracked = 1 });
        var first = await kernel.SubmitAsync("OP_HOLD");
        var second = await kernel.SubmitAsync("OP_NOTE", "OP_NOTE");
        kernel.Clock.Advance(TimeSpan.FromSeconds(5));
        kernel.Gate.Open(first);
        await kernel.EndAsync(second);
        Assert.Equal([0, 5], kernel.Readings.Values("drover.jobs.queue.wait"));
        Assert.Equal(3, kernel.Readings.Values("drover.jobs.run").Count);
    }

    [Fact]
    public async Task A_step_before_locking_is_no_wait_for_locks()
    {
        await using var kernel = await TestKernel.StartAsync();
        var id = await kernel.SubmitAsync("OP_PREPARE");
        kernel.Clock.Advance(TimeSpan.FromSeconds(3));
        kernel.Gate.Open(id);
        await kernel.EndAsync(id);
        Assert.Equal([0], kernel.Readings.Values("drover.jobs.lock.wait"));
    }

    [Fact]
    public async Task A_killed_run_counts_as_an_error_and_a_wait_that_is_canceled_as_no_run()
    {
        await using var kernel = await TestKernel.StartAsync();
        var killed = await kernel.SubmitAsync("""{"OP_ID":"OP_DEAF","nodes":["a"]}""");
        var waiting = await kernel.SubmitAsync(NoteA);
        await kernel.ExecuteAsync(new CancelJob(waiting, kill: false));
        Assert.Empty(kernel.Readings.Of("drover.jobs.run"));
        kernel.Clock.Advance(TimeSpan.FromSeconds(2));
        await kernel.ExecuteAsync(new CancelJob(killed, kill: true));
        var run = Assert.Single(kernel.Readings.Of("drover.jobs.run"));
        Assert.Equal((2, "opcode=OP_DEAF status=error"), (run.Value, run.Labels));
        Assert.Equal(["status=canceled", "status=error"], kernel.Readings.Of("drover.jobs.ended").Select(reading => reading.Labels));
    }

    [Fact]
    public async Task A_failed_operation_counts_as_an_error()
    {
        await using var kernel = await TestKernel.StartAsync();
        await kernel.EndAsync(await kernel.SubmitAsync("OP_FAIL", "OP_NOTE"));
        Assert.Equal("opcode=OP_FAIL status=error", Assert.Single(kernel.Readings.Of("drover.jobs.run")).Labels);
        Assert.Equal("status=error", Assert.Single(kernel.Readings.Of("drover.jobs.ended")).Labels);
    }

    [Fact]
    public async Task What_goes_on_after_a_crash_left_the_queue_once()
    {
        await using var kernel = await TestKernel.StartAsync();
        var id = await kernel.SubmitAsync("OP_HOLD_REQUEUE");
        await kernel.UntilAsync(id, JobStatus.Running);
        kernel.Clock.Advance(TimeSpan.FromSeconds(1));
        await kernel.CrashAndRestartAsync();
        kernel.Gate.Open(id);
        await kernel.EndAsync(id);
        Assert.Equal([0], kernel.Readings.Values("drover.jobs.queue.wait"));
        Assert.Equal([0, 0], kernel.Readings.Values("drover.jobs.lock.wait"));
    }

    [Fact]
    public async Task Jobs_are_counted_by_status()
    {
        await using var kernel = await TestKernel.StartAsync();
        await kernel.SubmitAsync(HoldA);
        await kernel.SubmitAsync(NoteA);
        await kernel.EndAsync(await kernel.SubmitAsync("OP_NOTE"));
        Assert.Equal(
            ["status=queued 0", "status=waiting 1", "status=canceling 0", "status=running 1", "status=canceled 0", "status=success 1", "status=error 0"],
            kernel.Readings.Now("drover.jobs").Select(reading => $"{reading.Labels} {reading.Value}"));
        Assert.Equal(1, Assert.Single(kernel.Readings.Now("drover.locks.waiting")).Value);
    }
}
