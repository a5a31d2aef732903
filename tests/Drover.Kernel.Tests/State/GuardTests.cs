using System.Text;
using Drover.Kernel.Commands;
using Drover.Kernel.Domains;
using Drover.Kernel.Jobs;
using Drover.Kernel.Operations;
using Drover.Kernel.State;
using Drover.Kernel.Tests.Jobs;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Kernel.Tests.State;

/// <summary>What fails in a turn costs the command or job that it was done for, and leaves nothing behind.</summary>
public sealed class GuardTests
{
    [Fact]
    public async Task A_command_that_fails_half_way_leaves_the_state_as_it_was()
    {
        await using var kernel = await TestKernel.StartAsync();
        await kernel.SubmitAsync("""{"OP_ID":"OP_HOLD","nodes":["a"]}""");
        var waiting = await kernel.SubmitAsync("""{"OP_ID":"OP_HOLD","nodes":["a"]}""");
        await kernel.ExecuteAsync(new SetDrainFlag(false));
        var before = StateDigest.OfAll(kernel.Host.State, kernel.Host.Model.Codec);
        await Assert.ThrowsAsync<InvalidOperationException>(() => kernel.ExecuteAsync(new HalfWay(waiting)));
        Assert.Equal(before, StateDigest.OfAll(kernel.Host.State, kernel.Host.Model.Codec));
        await kernel.AssertReplayMakesTheSameAsync();
    }

    [Fact]
    public async Task A_decision_can_be_used_in_its_own_turn_only()
    {
        await using var kernel = await TestKernel.StartAsync();
        var kept = new KeepsTheDecision();
        await kernel.ExecuteAsync(kept);
        Assert.Throws<InvalidOperationException>(() => kept.Decision!.Store(NoteOperation.Kind, "late", ["late"]));
    }

    [Fact]
    public async Task An_operation_whose_follow_ups_are_refused_ends_as_an_error_and_gives_its_locks_back()
    {
        await using var kernel = await TestKernel.StartAsync();
        var id = await kernel.SubmitAsync("""{"OP_ID":"OP_BAD_FOLLOW_UP","nodes":["a"]}""");
        Assert.Equal(JobStatus.Error, await kernel.EndAsync(id));
        Assert.Contains("Unable to resolve relative job ID -2", kernel.Stored(id).Ops[0].Result.ToString());
        Assert.Equal(JobStatus.Success, await kernel.EndAsync(await kernel.SubmitAsync("""{"OP_ID":"OP_NOTE","nodes":["a"]}""")));
        await kernel.AssertReplayMakesTheSameAsync();
    }

    [Fact]
    public async Task Locks_that_are_others_at_every_look_end_the_job_with_a_code_of_words()
    {
        await using var kernel = await TestKernel.StartAsync();
        var id = await kernel.SubmitAsync("OP_RESTLESS");
        Assert.Equal(JobStatus.Error, await kernel.EndAsync(id));
        Assert.Contains("OP_RESTLESS asked for other locks each of 16 times", kernel.Stored(id).Ops[0].Result.ToString());
        using (var reader = kernel.Host.ReadStore())
            Assert.Equal(16, reader.Journal().Count(record => record.Kind == "locks-reconsidered"));
        Assert.Equal(0, kernel.Host.State.Locks.WaitingCount);
        Assert.Contains(kernel.Host.Faults.Last, fault => fault.Subject == $"job {id}");
    }

    [Fact]
    public async Task A_step_before_locking_that_hangs_can_be_killed()
    {
        await using var kernel = await TestKernel.StartAsync();
        var hangs = await kernel.SubmitAsync("OP_PREPARE_DEAF");
        await kernel.ExecuteAsync(new CancelJob(hangs, kill: false));
        Assert.Equal(JobStatus.Canceling, kernel.StatusOf(hangs));
        Assert.Equal(ControlOutcome.KilledPreparing, (await kernel.ExecuteAsync(new CancelJob(hangs, kill: true))).Outcome);
        Assert.Equal(JobStatus.Canceled, kernel.StatusOf(hangs));
        Assert.Empty(kernel.Host.State.Queue.Preparing);
        await kernel.AssertReplayMakesTheSameAsync();
    }

    [Theory]
    [InlineData("x(?=y)", "a look-ahead '(?='")]
    [InlineData("(?<!a)b", "a look-behind '(?<!'")]
    [InlineData(@"(a+)\1", @"a reference back '\1'")]
    public async Task A_pattern_that_may_take_for_ever_is_refused_where_it_is_given(string pattern, string construct)
    {
        await using var kernel = await TestKernel.StartAsync();
        var predicates = $"""[["reason",["=~","reason",{System.Text.Json.JsonSerializer.Serialize(pattern)}]]]""";
        var refusal = await Assert.ThrowsAsync<DroverException>(() => kernel.ExecuteAsync(
            new ReplaceJobFilter(null, 0, Json(predicates), Json("\"PAUSE\""), _ => Json("[]"))));
        Assert.Equal("FILTER_PATTERN", refusal.Code);
        Assert.Contains(construct, refusal.Message);
    }

    [Fact]
    public async Task A_stored_filter_that_cannot_be_read_is_passed_over_and_named()
    {
        await using var kernel = await TestKernel.StartAsync();
        await kernel.ExecuteAsync(new StoreFilter(Json("""[["reason",["=~","reason","(a+)+(?=b)"]]]""")));
        var id = await kernel.SubmitAsync("""{"OP_ID":"OP_NOTE","reason":[["me","aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",1]]}""");
        Assert.Equal(JobStatus.Success, await kernel.EndAsync(id));
        Assert.Contains(kernel.Host.Problems, problem => problem.Contains("the job filter f1 is passed over"));
    }

    [Fact]
    public async Task Early_release_is_remembered_by_the_next_start()
    {
        await using var kernel = await TestKernel.StartAsync();
        var id = await kernel.SubmitAsync("""{"OP_ID":"OP_RELEASES","nodes":["a","b"]}""");
        await kernel.UntilAsync(id, _ => kernel.Stored(id).Ops[0].Progress.HasValue);
        await kernel.CrashAndRestartAsync();
        Assert.Equal("node/b exclusive", kernel.Host.State.Locks.Owned(id)!.ToString());
        Assert.Equal(JobStatus.Success, await kernel.EndAsync(await kernel.SubmitAsync("""{"OP_ID":"OP_NOTE","nodes":["a"]}""")));
        await kernel.AssertReplayMakesTheSameAsync();
    }

    [Fact]
    public async Task Code_of_a_domain_that_hangs_is_a_problem_that_names_the_job_and_the_step()
    {
        var domain = new HangingDomain();
        await using var kernel = await TestKernel.StartAsync(domain);
        var submit = kernel.SubmitAsync("OP_HANG");
        await domain.Entered.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Empty(kernel.Host.Problems);
        kernel.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(["the writer has been 6 s with the locks of job 1; nothing else can be decided until it returns"], kernel.Host.Problems);
        domain.GoOn.Set();
        await submit;
        Assert.Empty(kernel.Host.Problems);
    }

    private sealed class HangingDomain : StateOperation, IDomain
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Entered => _entered.Task;

        public ManualResetEventSlim GoOn { get; } = new();

        public override OpcodeSchema Schema { get; } = TestDomain.Schema("OP_HANG");

        public void Describe(DomainBuilder d)
        {
            d.LockLevel("node", 30);
            d.Operation(this);
        }

        public override LockSet Locks(OpcodeScope scope)
        {
            _entered.TrySetResult();
            GoOn.Wait(TimeSpan.FromSeconds(30));
            return LockSet.Empty;
        }

        protected internal override OpcodeOutcome Decide(OpcodeScope scope, Decision decision) => OpcodeOutcome.None;
    }

    private static RawJson Json(string text) => new(Encoding.UTF8.GetBytes(text));

    private sealed class HalfWay(long job) : Command<bool>
    {
        protected internal override bool Decide(Decision decision)
        {
            decision.Store(NoteOperation.Kind, "half", ["way"]);
            new CancelJob(job, kill: false).Decide(decision);
            throw new InvalidOperationException("half way");
        }
    }

    private sealed class KeepsTheDecision : Command<bool>
    {
        public Decision? Decision { get; private set; }

        protected internal override bool Decide(Decision decision)
        {
            Decision = decision;
            return true;
        }
    }

    private sealed class StoreFilter(RawJson predicates) : Command<bool>
    {
        protected internal override bool Decide(Decision decision)
        {
            decision.Store(JobFilter.Kind, "f1", new JobFilter
            {
                Uuid = "f1", Watermark = 0, Priority = 0, Predicates = predicates, Action = RawJson.String("PAUSE"), ReasonTrail = Json("[]"),
            });
            return true;
        }
    }
}
