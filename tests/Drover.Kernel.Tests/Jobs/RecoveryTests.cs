using Drover.Kernel.Jobs;

namespace Drover.Kernel.Tests.Jobs;

public sealed class RecoveryTests
{
    [Fact]
    public async Task A_crash_fails_requeues_or_resumes_as_the_operation_declares()
    {
        await using var kernel = await TestKernel.StartAsync();
        var fails = await kernel.SubmitAsync("OP_HOLD", "OP_NOTE");
        var requeues = await kernel.SubmitAsync("OP_HOLD_REQUEUE");
        var resumes = await kernel.SubmitAsync("""{"OP_ID":"OP_HOLD_RESUME","nodes":["a"]}""");
        var waits = await kernel.SubmitAsync("""{"OP_ID":"OP_HOLD","nodes":["a"]}""");
        await kernel.UntilAsync(fails, JobStatus.Running);
        await kernel.UntilAsync(requeues, JobStatus.Running);
        await kernel.UntilAsync(resumes, _ => kernel.Stored(resumes).Ops[0].Progress.HasValue);
        kernel.Gate.Calls.Clear();

        await kernel.CrashAndRestartAsync();

        Assert.Equal(JobStatus.Error, kernel.StatusOf(fails));
        Assert.Contains("The daemon stopped while this opcode ran", kernel.Stored(fails).Ops[0].Result.ToString());
        Assert.Equal("""["OpExecError",["Preceding opcode failed"]]""", kernel.Stored(fails).Ops[1].Result.ToString());
        await kernel.UntilAsync(requeues, JobStatus.Running);
        Assert.Equal(JobStatus.Running, kernel.StatusOf(resumes));
        Assert.Equal(JobStatus.Waiting, kernel.StatusOf(waits));
        Assert.NotNull(kernel.Host.State.Locks.Owned(resumes));
        kernel.Gate.Open(resumes);
        await kernel.EndAsync(resumes);
        await kernel.UntilAsync(waits, JobStatus.Running);
        Assert.Contains((resumes, true), kernel.Gate.Calls);
        Assert.Contains((requeues, false), kernel.Gate.Calls);
        await kernel.AssertReplayMakesTheSameAsync();
    }

    [Fact]
    public async Task Each_start_is_one_event_also_with_nothing_unfinished()
    {
        await using var kernel = await TestKernel.StartAsync();
        await kernel.SubmitAsync("OP_NOTE");
        var before = kernel.Host.State.Sequence;
        await kernel.CrashAndRestartAsync();
        Assert.Equal(before + 1, kernel.Host.State.Sequence);
    }

    [Fact]
    public async Task What_was_being_canceled_is_canceled_after_a_crash()
    {
        await using var kernel = await TestKernel.StartAsync();
        var deaf = await kernel.SubmitAsync("OP_DEAF");
        var id = await kernel.SubmitAsync("OP_PREPARE");
        Assert.Equal(JobStatus.Waiting, kernel.StatusOf(id));
        await kernel.CrashAndRestartAsync();
        Assert.Equal(JobStatus.Waiting, kernel.StatusOf(id));
        Assert.Equal(JobStatus.Error, kernel.StatusOf(deaf));
        kernel.Gate.Open(id);
        Assert.Equal(JobStatus.Success, await kernel.EndAsync(id));
    }

    [Fact]
    public async Task A_dependency_that_was_archived_before_a_crash_is_still_known()
    {
        await using var kernel = await TestKernel.StartAsync();
        var first = await kernel.SubmitAsync("OP_NOTE");
        var holder = await kernel.SubmitAsync("""{"OP_ID":"OP_HOLD_RESUME","nodes":["a"]}""");
        var second = await kernel.SubmitAsync($$"""{"OP_ID":"OP_NOTE","nodes":["a"],"depends":[[{{first}},["success"]],[{{holder}},["success"]]]}""");
        await kernel.ExecuteAsync(new ArchiveJobs([first]));
        await kernel.CrashAndRestartAsync();
        Assert.Equal(JobStatus.Queued, kernel.StatusOf(second));
        kernel.Gate.Open(holder);
        Assert.Equal(JobStatus.Success, await kernel.EndAsync(second));
    }

    [Fact]
    public async Task Journal_time_does_not_follow_a_clock_that_jumps_back()
    {
        await using var kernel = await TestKernel.StartAsync();
        await kernel.SubmitAsync("OP_NOTE");
        var before = kernel.Host.State.Time;
        kernel.Clock.TurnWallClock(TimeSpan.FromHours(-2));
        var id = await kernel.SubmitAsync("OP_NOTE");
        Assert.Equal(before, kernel.Stored(id).Received);
        await kernel.CrashAndRestartAsync();
        Assert.Equal(before, kernel.Stored(await kernel.SubmitAsync("OP_NOTE")).Received);
        await kernel.AssertReplayMakesTheSameAsync();
    }

    [Fact]
    public async Task A_shutdown_lets_running_jobs_end_and_refuses_new_ones()
    {
        await using var kernel = await TestKernel.StartAsync();
        var id = await kernel.SubmitAsync("OP_HOLD");
        var stopping = kernel.Host.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal("QUEUE_STOPPING", (await Assert.ThrowsAsync<SubmitRefusedException>(() => kernel.SubmitAsync("OP_NOTE"))).Code);
        kernel.Gate.Open(id);
        await kernel.EndAsync(id);
        await kernel.LingerAsync(stopping);
        Assert.Equal(JobStatus.Success, kernel.StatusOf(id));
    }

    [Fact]
    public async Task A_shutdown_does_not_wait_for_what_the_next_start_resumes()
    {
        await using var kernel = await TestKernel.StartAsync();
        var id = await kernel.SubmitAsync("OP_HOLD_RESUME");
        await kernel.Host.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(JobStatus.Running, kernel.StatusOf(id));
    }

    [Fact]
    public async Task A_shutdown_starts_nothing_new_when_a_running_job_ends()
    {
        await using var kernel = await TestKernel.StartAsync();
        var first = await kernel.SubmitAsync("""{"OP_ID":"OP_HOLD","nodes":["a"]}""");
        var second = await kernel.SubmitAsync("""{"OP_ID":"OP_HOLD","nodes":["a"]}""");
        var stopping = kernel.Host.StopAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<SubmitRefusedException>(() => kernel.SubmitAsync("OP_NOTE"));
        kernel.Gate.Open(first);
        await kernel.EndAsync(first);
        await kernel.LingerAsync(stopping);
        Assert.Equal(JobStatus.Waiting, kernel.StatusOf(second));
    }
}
