using Drover.Kernel.Journal;
using Drover.Storage.Faults;

namespace Drover.Storage.Tests.Kit;

/// <summary>What any store must do. A store has one class that derives from this and says how it is opened.</summary>
public abstract partial class StoreKit : IDisposable
{
    private protected TestDirectory Directory { get; } = new();

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Opens the one store of the test: the first time a new one, then what was closed before.</summary>
    protected abstract IStore Open(IStoreFaults? faults = null);

    /// <summary>What a write meets that the store cannot carry out for a moment.</summary>
    protected abstract Exception Obstacle();

    /// <summary>Everything that a full check finds wrong.</summary>
    protected abstract IEnumerable<string> Problems(IStore store);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Directory.Dispose();

    [Fact]
    public void A_new_store_has_an_empty_journal()
    {
        using var store = Open();
        Assert.Equal(new StoreHead(0, HashChain.Genesis, new Timestamp(0), 0), store.Head);
        using var reader = store.Read();
        Assert.Empty(reader.Journal());
        Assert.Equal(new JournalAnchor(0, HashChain.Genesis, 0), reader.Anchor);
        Assert.Empty(Problems(store));
    }

    [Fact]
    public void What_was_appended_is_there_after_opening_again()
    {
        List<string> before;
        StoreHead head;
        using (var store = Open())
        {
            Workload.AppendAll(store, 0, 50);
            (before, head) = (Workload.Dump(store), store.Head);
        }
        using var again = Open();
        Assert.Equal(before, Workload.Dump(again));
        Assert.Equal((head.Sequence, head.Time, head.Term), (again.Head.Sequence, again.Head.Time, again.Head.Term));
        Assert.Equal(head.Hash.ToArray(), again.Head.Hash.ToArray());
        Assert.Equal(Workload.RecordsAfter(50), again.Head.Sequence);
    }

    [Fact]
    public void Records_that_do_not_continue_the_journal_are_refused_and_leave_nothing()
    {
        using var store = Open();
        Workload.Append(store, 0);
        var before = Workload.Dump(store);
        var good = Workload.Records(store.Head, 2);
        var code = (long expected, JournalRecord[] records) => Assert.Throws<StoreException>(
            () => store.Append(1, expected, records, Workload.Rows(1))).Code;
        Assert.Equal("STORE_SEQUENCE", code(1, [.. good]));
        Assert.Equal("STORE_SEQUENCE", code(3, [.. good]));
        Assert.Equal("STORE_BAD_BATCH", code(2, [good[1]]));
        Assert.Equal("STORE_BAD_BATCH", code(2, [good[1], good[0]]));
        Assert.Equal("STORE_BAD_BATCH", code(2, [good[0] with { Payload = "{}"u8.ToArray() }]));
        Assert.Equal("STORE_BAD_BATCH", code(2, [Linked(HashChain.Genesis, good[0].Time)]));
        Assert.Equal("STORE_BAD_BATCH", code(2, [Linked(store.Head.Hash, new Timestamp(1))]));
        Assert.Equal(before, Workload.Dump(store));
        store.Append(1, 2, good, Workload.Rows(1));
        Assert.Empty(Problems(store));

        static JournalRecord Linked(ReadOnlyMemory<byte> previous, Timestamp time) =>
            HashChain.Link(previous, 3, time, "uid:0", "job-submitted", "{}"u8.ToArray());
    }

    [Theory]
    [InlineData(StoreStep.BeforeBegin)]
    [InlineData(StoreStep.AfterJournal)]
    [InlineData(StoreStep.AfterRows)]
    [InlineData(StoreStep.BeforeCommit)]
    public void A_write_that_fails_at_any_step_is_taken_back_and_the_store_goes_on(StoreStep step)
    {
        using var store = Open(new ThrowOnce(step, Obstacle, after: 4));
        Workload.AppendAll(store, 0, 4);
        Assert.Equal("STORE_FAILED", Assert.Throws<StoreException>(() => Workload.Append(store, 4)).Code);
        Assert.Equal(Workload.Expected(4), Workload.Dump(store));
        Workload.AppendAll(store, 4, 8);
        Assert.Equal(Workload.Expected(8), Workload.Dump(store));
        Assert.Equal(StoreHealth.Ok, store.Health);
    }

    [Fact]
    public void A_reader_keeps_its_view_while_the_writer_goes_on()
    {
        using var store = Open();
        Workload.AppendAll(store, 0, 3);
        using var reader = store.Read();
        using var records = reader.Journal().GetEnumerator();
        Assert.True(records.MoveNext());
        Workload.AppendAll(store, 3, 40);
        store.CheckpointWhenIdle();
        var seen = 1;
        while (records.MoveNext())
            seen++;
        Assert.Equal(Workload.RecordsAfter(3), seen);
        Assert.Equal(3, reader.Jobs(JobPhase.Unfinished).Count() + reader.Jobs(JobPhase.Finished).Count());
        using var later = store.Read();
        Assert.Equal(Workload.RecordsAfter(40) - later.Anchor.Sequence, later.Journal().Count());
    }

    [Fact]
    public void Many_readers_at_once_and_nested_lists_of_one_reader_do_not_disturb_each_other()
    {
        using var store = Open();
        Workload.AppendAll(store, 0, 10);
        var readers = Enumerable.Range(0, 20).Select(_ => store.Read()).ToList();
        Assert.All(readers, r => Assert.Equal(r.Journal().Count(), (int)store.Head.Sequence));
        var pairs = from a in readers[0].Journal() from b in readers[0].Journal() select (a.Sequence, b.Sequence);
        Assert.Equal(store.Head.Sequence * store.Head.Sequence, pairs.Distinct().Count());
        readers.ForEach(r => r.Dispose());
    }

    [Fact]
    public async Task A_follower_is_woken_by_the_next_record_and_not_before()
    {
        using var store = Open();
        Workload.Append(store, 0);
        Assert.Equal(2, await store.FollowAsync(1, Stop));
        var next = store.FollowAsync(2, Stop);
        var further = store.FollowAsync(4, Stop);
        store.Append(1, 2, [], Workload.Rows(1));
        Assert.False(next.IsCompleted);
        Workload.Append(store, 1);
        Assert.Equal(4, await next);
        Assert.False(further.IsCompleted);
        Workload.Append(store, 3);
        Assert.Equal(6, await further);
        using var tired = new CancellationTokenSource();
        var never = store.FollowAsync(100, tired.Token);
        await tired.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => never);
    }

    private protected sealed class ThrowOnce(StoreStep at, Func<Exception> error, int after = 0) : IStoreFaults
    {
        private int _left = after;

        public void At(StoreStep step)
        {
            if (step == at && _left-- == 0)
                throw error();
        }
    }
}
