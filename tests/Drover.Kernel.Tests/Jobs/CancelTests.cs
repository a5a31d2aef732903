using Drover.Kernel.Jobs;
using Drover.Locks;

namespace Drover.Kernel.Tests.Jobs;

public sealed class CancelTests
{
    private const string HoldA = """{"OP_ID":"OP_HOLD","nodes":["a"]}""";
    private const string NoteA = """{"OP_ID":"OP_NOTE","nodes":["a"]}""";

    [Fact]
    public async Task Cancel_while_waiting_for_locks_releases_its_place()
    {
        await using var kernel = await TestKernel.StartAsync();
        var holder = await kernel.SubmitAsync(HoldA);
        var canceled = await kernel.SubmitAsync(NoteA);
        var behind = await kernel.SubmitAsync("""{"OP_ID":"OP_NOTE","nodes":["a"],"shared":true}""");
        Assert.Equal(new ControlAnswer(true, ControlOutcome.CanceledWaiting), await kernel.ExecuteAsync(new CancelJob(canceled, kill: false)));
        Assert.Equal(JobStatus.Canceled, kernel.StatusOf(canceled));
        Assert.Equal("\"Job canceled by request\"", kernel.Stored(canceled).Ops[0].Result.ToString());
        kernel.Gate.Open(holder);
        Assert.Equal(JobStatus.Success, await kernel.EndAsync(behind));
        await kernel.AssertReplayMakesTheSameAsync();
    }

    [Fact]
    public async Task Cancel_of_a_queued_job_ends_it_at_once()
    {
        await using var kernel = await TestKernel.StartAsync(new TestDomain { Tracked = 1 });
        await kernel.SubmitAsync("OP_HOLD");
        var queued = await kernel.SubmitAsync("OP_NOTE");
        Assert.Equal(ControlOutcome.Dequeued, (await kernel.ExecuteAsync(new CancelJob(queued, kill: false))).Outcome);
        Assert.Equal(JobStatus.Canceled, kernel.StatusOf(queued));
        Assert.Equal(1, kernel.Host.State.Queue.Unfinished);
    }

    [Fact]
    public async Task Cancel_of_a_running_job_asks_its_operation_and_keeps_it_running_until_then()
    {
        await using var kernel = await TestKernel.StartAsync();
        var deaf = await kernel.SubmitAsync("OP_DEAF");
        Assert.Equal(new ControlAnswer(false, ControlOutcome.ToldRunning), await kernel.ExecuteAsync(new CancelJob(deaf, kill: false)));
        Assert.Equal(JobStatus.Running, kernel.StatusOf(deaf));
        Assert.NotNull(kernel.Host.State.Unfinished(deaf)!.CancelRequested);
        kernel.Gate.Open(deaf);
        Assert.Equal(JobStatus.Success, await kernel.EndAsync(deaf));

        var interruptible = await kernel.SubmitAsync("OP_HOLD", "OP_NOTE");
        await kernel.ExecuteAsync(new CancelJob(interruptible, kill: false));
        Assert.Equal(JobStatus.Canceled, await kernel.EndAsync(interruptible));
        Assert.Equal([JobStatus.Canceled, JobStatus.Canceled], kernel.Stored(interruptible).Ops.Select(op => op.Status));
        await kernel.AssertReplayMakesTheSameAsync();
    }

    [Fact]
    public async Task Cancel_between_two_opcodes_stops_before_the_second()
    {
        await using var kernel = await TestKernel.StartAsync();
        var id = await kernel.SubmitAsync("OP_DEAF", "OP_NOTE");
        await kernel.ExecuteAsync(new CancelJob(id, kill: false));
        kernel.Gate.Open(id);
        Assert.Equal(JobStatus.Canceled, await kernel.EndAsync(id));
        Assert.Equal([JobStatus.Success, JobStatus.Canceled], kernel.Stored(id).Ops.Select(op => op.Status));
        await kernel.AssertReplayMakesTheSameAsync();
    }

    [Fact]
    public async Task Kill_of_a_step_before_locking_is_answered_as_done()
    {
        await using var kernel = await TestKernel.StartAsync();
        var id = await kernel.SubmitAsync("OP_PREPARE_DEAF");
        await kernel.UntilAsync(id, JobStatus.Waiting);
        Assert.Equal(new ControlAnswer(true, ControlOutcome.KilledPreparing), await kernel.ExecuteAsync(new CancelJob(id, kill: true)));
        Assert.Equal(JobStatus.Canceled, kernel.StatusOf(id));
    }

    [Fact]
    public async Task Kill_ends_the_job_while_its_locks_stay_held_until_the_operation_returns()
    {
        await using var kernel = await TestKernel.StartAsync();
        var deaf = await kernel.SubmitAsync("""{"OP_ID":"OP_DEAF","nodes":["a"]}""");
        var behind = await kernel.SubmitAsync(NoteA);
        Assert.Equal(ControlOutcome.Killed, (await kernel.ExecuteAsync(new CancelJob(deaf, kill: true))).Outcome);
        Assert.Equal(JobStatus.Error, kernel.StatusOf(deaf));
        Assert.Equal(JobStatus.Waiting, kernel.StatusOf(behind));
        Assert.True(kernel.Host.State.Locks.IsAbandoned(deaf));
        kernel.Gate.Open(deaf);
        Assert.Equal(JobStatus.Success, await kernel.EndAsync(behind));
        Assert.False(kernel.Host.State.Locks.IsAbandoned(deaf));
        await kernel.AssertReplayMakesTheSameAsync();
    }

    [Fact]
    public async Task An_admin_can_break_abandoned_locks_and_the_late_return_does_no_harm()
    {
        await using var kernel = await TestKernel.StartAsync();
        var deaf = await kernel.SubmitAsync("""{"OP_ID":"OP_DEAF","nodes":["a"]}""");
        Assert.False(await kernel.ExecuteAsync(new BreakAbandonedLocks(deaf)));
        await kernel.ExecuteAsync(new CancelJob(deaf, kill: true));
        Assert.True(await kernel.ExecuteAsync(new BreakAbandonedLocks(deaf)));
        var next = await kernel.SubmitAsync(HoldA);
        Assert.Equal(JobStatus.Running, kernel.StatusOf(next));
        kernel.Gate.Open(deaf);
        kernel.Gate.Open(next);
        Assert.Equal(JobStatus.Success, await kernel.EndAsync(next));
    }

    [Fact]
    public async Task A_job_in_its_step_before_locking_is_canceling_until_that_step_returns()
    {
        await using var kernel = await TestKernel.StartAsync();
        var id = await kernel.SubmitAsync("OP_PREPARE");
        Assert.Equal(JobStatus.Waiting, kernel.StatusOf(id));
        Assert.Equal(ControlOutcome.Canceling, (await kernel.ExecuteAsync(new CancelJob(id, kill: false))).Outcome);
        Assert.Equal(JobStatus.Canceled, await kernel.EndAsync(id));
        await kernel.AssertReplayMakesTheSameAsync();
    }

    [Fact]
    public async Task The_step_before_locking_can_fail_the_job()
    {
        await using var kernel = await TestKernel.StartAsync();
        var id = await kernel.SubmitAsync("OP_PREPARE");
        kernel.Gate.Open(id, "no such thing");
        Assert.Equal(JobStatus.Error, await kernel.EndAsync(id));
        Assert.Equal("""["OpPrereqError",["no such thing"]]""", kernel.Stored(id).Ops[0].Result.ToString());
    }

    [Fact]
    public async Task What_is_final_or_unknown_cannot_be_canceled_or_reprioritised()
    {
        await using var kernel = await TestKernel.StartAsync();
        var done = await kernel.SubmitAsync("OP_NOTE");
        Assert.Equal(new ControlAnswer(false, ControlOutcome.NotFound, JobStatus.Success), await kernel.ExecuteAsync(new CancelJob(done, kill: true)));
        Assert.Equal(new ControlAnswer(false, ControlOutcome.NotFound), await kernel.ExecuteAsync(new CancelJob(77, kill: false)));
        Assert.Equal(ControlOutcome.NotFound, (await kernel.ExecuteAsync(new ChangeJobPriority(done, 1))).Outcome);
        await Assert.ThrowsAsync<DroverException>(() => kernel.ExecuteAsync(new ChangeJobPriority(done, 20)));
    }

    [Fact]
    public async Task A_running_job_with_nothing_behind_has_no_priority_to_change()
    {
        await using var kernel = await TestKernel.StartAsync();
        var id = await kernel.SubmitAsync("OP_HOLD");
        Assert.Equal(ControlOutcome.NothingPending, (await kernel.ExecuteAsync(new ChangeJobPriority(id, 1))).Outcome);
        kernel.Gate.Open(id);
        await kernel.EndAsync(id);
    }

    [Fact]
    public async Task A_higher_priority_overtakes_in_the_line_for_a_lock()
    {
        await using var kernel = await TestKernel.StartAsync();
        var holder = await kernel.SubmitAsync(HoldA);
        var first = await kernel.SubmitAsync(HoldA);
        var second = await kernel.SubmitAsync(HoldA);
        Assert.True((await kernel.ExecuteAsync(new ChangeJobPriority(second, -20))).Done);
        kernel.Gate.Open(holder);
        await kernel.UntilAsync(second, JobStatus.Running);
        Assert.Equal(JobStatus.Waiting, kernel.StatusOf(first));
    }

    [Fact]
    public async Task Why_names_the_job_that_holds_the_lock()
    {
        await using var kernel = await TestKernel.StartAsync();
        var holder = await kernel.SubmitAsync(HoldA);
        var waiter = await kernel.SubmitAsync(NoteA);
        using var context = kernel.Host.Look(TestKernel.Alice);
        var why = JobWhy.Explain(context, waiter)!;
        Assert.Contains($"job {holder} holds node/a exclusively", why.Text);
        Assert.Contains("is running", why.Children[0].Children[0].Text);
        Assert.Equal(LockMode.Exclusive, context.State.Locks.Owned(holder)!.ModeOf(new LockName("node", "a")));
    }
}
