using Drover.Kernel.Jobs;

namespace Drover.Kernel.Tests.Jobs;

public sealed class QueueTests
{
    [Fact]
    public async Task A_job_that_only_changes_state_ends_in_the_turn_of_its_submit()
    {
        await using var kernel = await TestKernel.StartAsync();
        var id = await kernel.SubmitAsync("""{"OP_ID":"OP_NOTE","text":"hello"}""");
        Assert.Equal(1, id);
        Assert.Equal(JobStatus.Success, kernel.StatusOf(id));
        Assert.Equal("\"hello\"", kernel.Stored(id).Ops[0].Result.ToString());
        Assert.NotNull(kernel.Host.State.Objects.Find(NoteOperation.Kind, "hello"));
        await kernel.AssertReplayMakesTheSameAsync();
    }

    [Fact]
    public async Task A_failed_opcode_ends_the_ones_behind_it_and_leaves_no_trace_of_its_own()
    {
        await using var kernel = await TestKernel.StartAsync();
        var id = await kernel.SubmitAsync("""{"OP_ID":"OP_NOTE","text":"kept"}""", """{"OP_ID":"OP_NOTE","text":"boom"}""", "OP_NOTE");
        var job = kernel.Stored(id);
        Assert.Equal([JobStatus.Success, JobStatus.Error, JobStatus.Error], job.Ops.Select(op => op.Status));
        Assert.Equal("""["OpExecError",["the note exploded"]]""", job.Ops[1].Result.ToString());
        Assert.Equal("""["OpExecError",["Preceding opcode failed"]]""", job.Ops[2].Result.ToString());
        Assert.NotNull(kernel.Host.State.Objects.Find(NoteOperation.Kind, "kept"));
        Assert.Null(kernel.Host.State.Objects.Find(NoteOperation.Kind, "boom"));
        await kernel.AssertReplayMakesTheSameAsync();
    }

    [Fact]
    public async Task A_job_without_opcodes_succeeds()
    {
        await using var kernel = await TestKernel.StartAsync();
        Assert.Equal(JobStatus.Success, kernel.StatusOf(await kernel.SubmitAsync()));
        await kernel.AssertReplayMakesTheSameAsync();
    }

    [Fact]
    public async Task The_accepted_input_ends_with_the_dependencies_and_the_reason_trail_of_the_queue()
    {
        await using var kernel = await TestKernel.StartAsync();
        var id = await kernel.SubmitAsync("""{"OP_ID":"OP_NOTE","reason":[["me","because",5]]}""");
        Assert.EndsWith(
            ",\"depends\":null,\"reason\":[[\"me\",\"because\",5],[\"gnt:opcode:note\",\"job=1;index=0\",1767323045000000000]]}",
            kernel.Stored(id).Ops[0].Input.ToString());
    }

    [Fact]
    public async Task Jobs_of_an_operation_are_submitted_with_its_end()
    {
        await using var kernel = await TestKernel.StartAsync();
        var id = await kernel.SubmitAsync("OP_SPAWN");
        Assert.Equal("""{"jobs":[[true,2],[true,3]]}""", kernel.Stored(id).Ops[0].Result.ToString());
        Assert.Equal(JobStatus.Success, kernel.StatusOf(3));
        Assert.Equal([new JobDependency(2, [JobStatus.Success])], kernel.Stored(3).Ops[0].Depends);
    }

    [Fact]
    public async Task Jobs_of_an_operation_are_parts_of_the_trace_that_it_was_submitted_in()
    {
        const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        await using var kernel = await TestKernel.StartAsync();
        await kernel.ExecuteAsync(new SubmitJobs([kernel.Read(["OP_SPAWN"])], trace: Trace));
        await kernel.CrashAndRestartAsync();
        Assert.Equal([Trace, Trace, Trace], new[] { 1L, 2L, 3L }.Select(id => kernel.Stored(id).Trace));
        await kernel.AssertReplayMakesTheSameAsync();
        Assert.Null(kernel.Stored(await kernel.SubmitAsync("OP_SPAWN")).Trace);
    }

    [Theory]
    [InlineData("success", JobStatus.Success)]
    [InlineData("error", JobStatus.Error)]
    public async Task A_job_waits_in_the_queue_until_its_dependency_has_ended(string wanted, JobStatus ends)
    {
        await using var kernel = await TestKernel.StartAsync();
        var first = await kernel.SubmitAsync("OP_HOLD");
        var second = await kernel.SubmitAsync($$"""{"OP_ID":"OP_NOTE","depends":[[{{first}},["{{wanted}}"]]]}""");
        Assert.Equal(JobStatus.Queued, kernel.StatusOf(second));
        kernel.Gate.Open(first);
        Assert.Equal(ends, await kernel.EndAsync(second));
        if (ends == JobStatus.Error)
            Assert.Equal($$"""["OpExecError",["Dependency job {{first}} finished with status 'success', not one of 'error' as required"]]""",
                kernel.Stored(second).Ops[0].Result.ToString());
    }

    [Fact]
    public async Task A_dependency_on_an_archived_job_is_found()
    {
        await using var kernel = await TestKernel.StartAsync();
        var first = await kernel.SubmitAsync("OP_NOTE");
        Assert.Equal(1, await kernel.ExecuteAsync(new ArchiveJobs([first])));
        var second = await kernel.SubmitAsync($$"""{"OP_ID":"OP_NOTE","depends":[[{{first}},["success"]]]}""");
        Assert.Equal(JobStatus.Success, kernel.StatusOf(second));
        await kernel.AssertReplayMakesTheSameAsync();
    }

    [Theory]
    [InlineData(999, "Dependency error: Job 999 not found")]
    [InlineData(1, "Job can't depend on itself")]
    [InlineData(2, "Dependency error: Job 2 not found")]
    public async Task A_dependency_that_can_never_be_met_fails_the_job(long dependency, string text)
    {
        await using var kernel = await TestKernel.StartAsync();
        var id = await kernel.SubmitAsync($$"""{"OP_ID":"OP_NOTE","depends":[[{{dependency}},[]]]}""");
        Assert.Equal(JobStatus.Error, kernel.StatusOf(id));
        Assert.Equal($$"""["OpExecError",["{{text}}"]]""", kernel.Stored(id).Ops[0].Result.ToString());
    }

    [Fact]
    public async Task A_canceled_dependency_cancels_those_that_did_not_ask_for_it()
    {
        await using var kernel = await TestKernel.StartAsync();
        var holder = await kernel.SubmitAsync("""{"OP_ID":"OP_HOLD","nodes":["a"]}""");
        var first = await kernel.SubmitAsync("""{"OP_ID":"OP_NOTE","nodes":["a"]}""");
        var second = await kernel.SubmitAsync($$"""{"OP_ID":"OP_NOTE","depends":[[{{first}},["success"]]]}""");
        var third = await kernel.SubmitAsync($$"""{"OP_ID":"OP_NOTE","depends":[[{{second}},["canceled"]]]}""");
        Assert.Equal(ControlOutcome.CanceledWaiting, (await kernel.ExecuteAsync(new CancelJob(first, kill: false))).Outcome);
        Assert.Equal(JobStatus.Canceled, kernel.StatusOf(second));
        Assert.Equal(JobStatus.Success, kernel.StatusOf(third));
        kernel.Gate.Open(holder);
        await kernel.EndAsync(holder);
        await kernel.AssertReplayMakesTheSameAsync();
    }

    [Fact]
    public async Task Relative_dependencies_count_back_over_the_submit_and_refuse_to_reach_further()
    {
        await using var kernel = await TestKernel.StartAsync();
        var answers = await kernel.SubmitManyAsync(
        [
            ["OP_NOTE"],
            ["""{"OP_ID":"OP_NOTE","depends":[[-1,["success"]]]}"""],
            ["""{"OP_ID":"OP_NOTE","depends":[[-3,["success"]]]}"""],
            ["OP_NOTE"],
        ]);
        Assert.Equal([1, 2, 3, 4], answers.Select(a => a.Id));
        Assert.Equal("Unable to resolve relative job ID -3", answers[2].Refusal!.Message);
        Assert.Equal([new JobDependency(1, [JobStatus.Success])], kernel.Stored(2).Ops[0].Depends);
        Assert.False(kernel.Host.State.Jobs.ContainsKey(3));
        Assert.Equal(5, await kernel.SubmitAsync("OP_NOTE"));
        await kernel.AssertReplayMakesTheSameAsync();
    }

    [Fact]
    public async Task Ids_of_refused_jobs_are_not_used_again_after_a_restart()
    {
        await using var kernel = await TestKernel.StartAsync();
        await kernel.SubmitManyAsync([["OP_NOTE"], ["""{"OP_ID":"OP_NOTE","depends":[[-9,[]]]}"""]]);
        await kernel.CrashAndRestartAsync();
        Assert.Equal(3, await kernel.SubmitAsync("OP_NOTE"));
    }

    [Fact]
    public async Task A_drained_queue_refuses_jobs_and_says_what_to_do()
    {
        await using var kernel = await TestKernel.StartAsync();
        await kernel.ExecuteAsync(new SetDrainFlag(true));
        var refusal = await Assert.ThrowsAsync<SubmitRefusedException>(() => kernel.SubmitAsync("OP_NOTE"));
        Assert.Equal("QUEUE_DRAINED", refusal.Code);
        Assert.Contains("drover drain off", refusal.Message);
        await kernel.CrashAndRestartAsync();
        Assert.True(kernel.Host.State.QueueState.Drained);
        await kernel.ExecuteAsync(new SetDrainFlag(false));
        Assert.Equal(JobStatus.Success, kernel.StatusOf(await kernel.SubmitAsync("OP_NOTE")));
    }

    [Fact]
    public async Task The_queue_limit_counts_unfinished_jobs()
    {
        await using var kernel = await TestKernel.StartAsync(options: new KernelOptions { QueueLimit = 2 });
        var first = await kernel.SubmitAsync("OP_HOLD");
        await kernel.SubmitAsync("OP_HOLD");
        Assert.Equal("QUEUE_FULL", (await Assert.ThrowsAsync<SubmitRefusedException>(() => kernel.SubmitAsync("OP_NOTE"))).Code);
        kernel.Gate.Open(first);
        await kernel.EndAsync(first);
        Assert.Equal(JobStatus.Success, kernel.StatusOf(await kernel.SubmitAsync("OP_NOTE")));
    }

    [Fact]
    public async Task A_token_given_twice_gives_the_same_job_and_another_body_is_refused()
    {
        await using var kernel = await TestKernel.StartAsync();
        var first = await kernel.SubmitManyAsync([["OP_NOTE"]], token: "t1");
        var again = await kernel.SubmitManyAsync([["OP_NOTE"]], token: "t1");
        Assert.Equal(first[0].Id, again[0].Id);
        await kernel.CrashAndRestartAsync();
        Assert.Equal(first[0].Id, (await kernel.SubmitManyAsync([["OP_NOTE"]], token: "t1"))[0].Id);
        Assert.Equal("TOKEN_REUSED", (await Assert.ThrowsAsync<SubmitRefusedException>(
            () => kernel.SubmitManyAsync([["OP_FAIL"]], token: "t1"))).Code);
        Assert.NotEqual(first[0].Id, (await kernel.Host.ExecuteAsync(
            new SubmitJobs([[]], token: "t1"), Caller.User(2000, Role.Operator), TestContext.Current.CancellationToken))[0].Id);
    }

    [Fact]
    public async Task Observers_change_nothing()
    {
        await using var kernel = await TestKernel.StartAsync();
        var refusal = await Assert.ThrowsAsync<NotAllowedException>(() => kernel.Host.ExecuteAsync(
            new SetDrainFlag(true), Caller.User(1000, Role.Observer), TestContext.Current.CancellationToken));
        Assert.Equal("NOT_ALLOWED", refusal.Code);
        Assert.False(kernel.Host.State.QueueState.Drained);
    }

    [Fact]
    public async Task Jobs_beyond_the_tracked_limit_stay_queued_and_go_by_priority()
    {
        await using var kernel = await TestKernel.StartAsync(new TestDomain { Running = 1, Tracked = 2 });
        var running = await kernel.SubmitAsync("OP_HOLD");
        var waiting = await kernel.SubmitAsync("OP_HOLD");
        var late = await kernel.SubmitAsync("""{"OP_ID":"OP_HOLD","priority":10}""");
        var early = await kernel.SubmitAsync("""{"OP_ID":"OP_HOLD","priority":-10}""");
        Assert.Equal(
            [JobStatus.Running, JobStatus.Waiting, JobStatus.Queued, JobStatus.Queued],
            new[] { running, waiting, late, early }.Select(kernel.StatusOf));
        kernel.Gate.Open(running);
        await kernel.UntilAsync(early, JobStatus.Running);
        Assert.Equal([JobStatus.Waiting, JobStatus.Queued], new[] { waiting, late }.Select(kernel.StatusOf));
        Assert.True((await kernel.ExecuteAsync(new ChangeJobPriority(late, -15))).Done);
        kernel.Gate.Open(early);
        await kernel.UntilAsync(late, JobStatus.Running);
        Assert.Equal(JobStatus.Waiting, kernel.StatusOf(waiting));
    }

    [Fact]
    public async Task Autoarchive_takes_final_jobs_older_than_the_age_and_minus_one_takes_all()
    {
        await using var kernel = await TestKernel.StartAsync();
        await kernel.SubmitAsync("OP_NOTE");
        kernel.Clock.Advance(TimeSpan.FromSeconds(100));
        await kernel.SubmitAsync("OP_NOTE");
        await kernel.SubmitAsync("OP_HOLD");
        var timeout = TimeSpan.FromSeconds(10);
        var stop = TestContext.Current.CancellationToken;
        Assert.Equal((0, 0), await QueueUpkeep.AutoArchiveAsync(kernel.Host, TestKernel.Alice, TimeSpan.FromSeconds(100), timeout, stop));
        Assert.Equal((1, 0), await QueueUpkeep.AutoArchiveAsync(kernel.Host, TestKernel.Alice, TimeSpan.FromSeconds(99), timeout, stop));
        Assert.Equal((1, 0), await QueueUpkeep.AutoArchiveAsync(kernel.Host, TestKernel.Alice, null, timeout, stop));
        Assert.Equal([3], kernel.Host.State.Jobs.Keys);
        await kernel.AssertReplayMakesTheSameAsync();
    }

    [Fact]
    public async Task Autoarchive_ends_when_its_time_is_over_and_tells_how_many_are_left()
    {
        await using var kernel = await TestKernel.StartAsync();
        await kernel.SubmitAsync("OP_NOTE");
        await kernel.SubmitAsync("OP_NOTE");
        var stop = TestContext.Current.CancellationToken;
        Assert.Equal((0, 2), await QueueUpkeep.AutoArchiveAsync(kernel.Host, TestKernel.Alice, null, TimeSpan.FromTicks(-1), stop));
        Assert.Equal((2, 0), await QueueUpkeep.AutoArchiveAsync(kernel.Host, TestKernel.Alice, null, TimeSpan.Zero, stop));
    }

    [Fact]
    public async Task Retention_cuts_the_front_of_the_journal_and_the_rest_still_verifies()
    {
        await using var kernel = await TestKernel.StartAsync(options: new KernelOptions
        {
            JournalRetention = TimeSpan.FromDays(1),
            JournalKeepAtLeast = 3,
        });
        await kernel.SubmitAsync("OP_NOTE");
        var old = kernel.Host.State.Sequence;
        kernel.Clock.TurnWallClock(TimeSpan.FromDays(2));
        Assert.Equal(old - 3, await QueueUpkeep.CutJournalAsync(kernel.Host, TestContext.Current.CancellationToken));
        await kernel.SubmitAsync("OP_NOTE");
        Assert.Equal(old, await QueueUpkeep.CutJournalAsync(kernel.Host, TestContext.Current.CancellationToken));
        Assert.Equal(0, await QueueUpkeep.CutJournalAsync(kernel.Host, TestContext.Current.CancellationToken));
        using (var reader = kernel.Host.ReadStore())
            Assert.Equal(old, reader.Anchor.Sequence);
        await kernel.CrashAndRestartAsync();
        Assert.Equal(JobStatus.Success, kernel.StatusOf(1));
        await kernel.AssertReplayMakesTheSameAsync();
    }
}
