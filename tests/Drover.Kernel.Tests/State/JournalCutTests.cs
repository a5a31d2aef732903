using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;
using Drover.Kernel.State;
using Drover.Kernel.Tests.Jobs;

namespace Drover.Kernel.Tests.State;

/// <summary>A replay goes on from where retention has cut the journal.</summary>
public sealed class JournalCutTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_long_front_goes_in_short_steps_and_each_of_them_leaves_a_journal_that_replays()
    {
        await using var kernel = await TestKernel.StartAsync();
        var held = await kernel.SubmitAsync([.. Enumerable.Repeat("OP_HOLD_RESUME", 20)]);
        await kernel.UntilAsync(held, JobStatus.Running);
        var jobs = await kernel.SubmitManyAsync([.. Enumerable.Repeat(new[] { "OP_NOTE", "OP_FAIL", "OP_NOTE" }, 250)]);
        await kernel.EndAsync(jobs[^1].Id);
        await kernel.ExecuteAsync(new ArchiveJobs([2, 3, 4]));
        var end = kernel.Host.State.Sequence;
        Assert.InRange(end, 1_200, long.MaxValue);

        long cut = 0;
        var hasMore = true;
        while (hasMore)
        {
            await kernel.Host.RunUpkeepAsync("one step", _ =>
            {
                hasMore = kernel.Host.CutStep(end - 5);
                return false;
            }, Stop);
            using var reader = kernel.Host.ReadStore();
            Assert.InRange(reader.Anchor.Sequence, cut + 1, cut + 500);
            Assert.Equal(reader.Anchor.Sequence, reader.Anchor.BaseSequence);
            cut = reader.Anchor.Sequence;
            await kernel.AssertReplayMakesTheSameAsync();
        }
        Assert.Equal(end - 5, cut);
        await kernel.CrashAndRestartAsync();
        await kernel.AssertReplayMakesTheSameAsync();
    }

    [Fact]
    public async Task Base_rows_are_those_of_the_last_record_removed()
    {
        await using var kernel = await TestKernel.StartAsync();
        var done = await kernel.SubmitAsync("OP_NOTE");
        var held = await kernel.SubmitAsync("OP_HOLD");
        await kernel.UntilAsync(held, JobStatus.Running);
        var then = kernel.Host.State.Sequence;
        kernel.Gate.Open(held);
        await kernel.EndAsync(held);
        await kernel.CutJournalAsync(then);
        using var reader = kernel.Host.ReadStore();
        Assert.Equal(JobStatus.Running, RowProjection.Decode(reader.Base.Job(held)!).Status);
        Assert.Equal(JobPhase.Finished, reader.Base.Job(done)!.Phase);
        Assert.Equal(BaseRows.Digest(reader.Job(done)!).Body.ToArray(), reader.Base.Job(done)!.Body.ToArray());
        Assert.Equal(JobStatus.Success, RowProjection.Decode(reader.Job(held)!).Status);
        await kernel.AssertReplayMakesTheSameAsync();
    }

    [Fact]
    public async Task After_a_cut_and_a_restart_queue_and_locks_are_compared_again()
    {
        await using var kernel = await TestKernel.StartAsync();
        var done = await kernel.SubmitAsync("OP_NOTE");
        var held = await kernel.SubmitAsync("OP_HOLD_RESUME");
        var after = await kernel.SubmitAsync($$"""{"OP_ID":"OP_HOLD","depends":[[{{done}},[]],[{{held}},[]]]}""");
        await kernel.CutJournalAsync(kernel.Host.State.Sequence);
        await kernel.CrashAndRestartAsync();
        await kernel.UntilAsync(held, JobStatus.Running);
        Assert.Equal(JobStatus.Queued, kernel.StatusOf(after));
        await kernel.AssertReplayMakesTheSameAsync();

        var (state, reader) = await kernel.Host.TakeMomentAsync(Stop);
        using (reader)
            Assert.Contains("Queue and locks", Assert.Single(
                Replayer.Replay(kernel.Host.Model, reader, state with { Queue = QueueIndex.Empty }).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_kept_journal_does_not_make_is_named()
    {
        await using var kernel = await TestKernel.StartAsync();
        await kernel.SubmitAsync("OP_NOTE");
        await kernel.CutJournalAsync(kernel.Host.State.Sequence);
        await kernel.SubmitAsync("OP_NOTE");
        await kernel.Host.RunUpkeepAsync("write past the journal", store =>
        {
            var job = kernel.Stored(1);
            store.Append(store.Head.Term, store.Head.Sequence, [], RowProjection.Encode(job with { Owner = Principal.OfUid(7) }));
            return false;
        }, Stop);
        using var reader = kernel.Host.ReadStore();
        Assert.Equal("Job 1 is stored otherwise than the journal makes it.", Assert.Single(Replayer.Replay(kernel.Host.Model, reader).Problems));
    }
}
