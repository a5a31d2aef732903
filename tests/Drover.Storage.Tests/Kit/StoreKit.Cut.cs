using System.Text;
using Drover.Kernel.Journal;
using Drover.Storage.Faults;

namespace Drover.Storage.Tests.Kit;

public abstract partial class StoreKit
{
    [Fact]
    public void Cutting_leaves_an_anchor_from_which_the_journal_goes_on()
    {
        using (var store = Open())
        {
            store.Append(1, 0, Workload.Records(store.Head, 1_200), []);
            store.Cut(1, 500, []);
            store.Cut(1, 1_150, []);
            using var reader = store.Read();
            Assert.Equal((1_150, 1_150), (reader.Anchor.Sequence, reader.Anchor.BaseSequence));
            Assert.Equal(50, reader.Journal().Count());
            Assert.Equal(1_151, reader.Journal(afterSequence: 4, limit: 1).Single().Sequence);
            Assert.Equal(reader.Journal().Select(r => r.Sequence).Reverse(), reader.JournalBackwards().Select(r => r.Sequence));
            Assert.Equal([1_152, 1_151], reader.JournalBackwards(beforeSequence: 1_153).Select(r => r.Sequence));
            Assert.Empty(reader.JournalBackwards(beforeSequence: 5));
            Assert.Equal("STORE_BAD_BATCH", Assert.Throws<StoreException>(() => store.Cut(1, 1_201, [])).Code);
            Assert.Equal("STORE_BAD_BATCH", Assert.Throws<StoreException>(() => store.Cut(1, 1_149, [])).Code);
            Assert.Empty(Problems(store));
        }
        using (var store = Open())
            store.Cut(1, 1_200, []);
        using var again = Open();
        Assert.Equal(1_200, again.Head.Sequence);
        again.Append(1, 1_200, Workload.Records(again.Head, 1), []);
        Assert.Empty(Problems(again));
    }

    [Fact]
    public void Base_rows_move_with_the_cut_and_rows_of_now_stay()
    {
        using (var store = Open())
        {
            store.Append(1, 0, Workload.Records(store.Head, 10), [Head(1, 0, "now"), new ObjectRow("node", "a", 3, "now"u8.ToArray())]);
            store.Cut(1, 4, [Head(1, 2, "then"), Op(1, 0, "x"), Op(1, 1, "y"), Head(2, 0, "two"), new ObjectRow("node", "a", 2, "then"u8.ToArray()), new ObjectRow("node", "b", 2, "b"u8.ToArray())]);
            store.Cut(1, 6, [Head(1, 2, "later"), Op(1, 1, "y2"), Head(2, 0, "digest", JobPhase.Finished), new ObjectRow("node", "b", 2, null)]);
            store.Cut(1, 8, [new JobArchival([2])]);
        }
        using var again = Open();
        using var reader = again.Read();
        Assert.Equal(["1  later x y2"], Texts(reader.Base.Jobs(JobPhase.Unfinished)));
        Assert.Equal(["1  later x y2"], Texts([reader.Base.Job(1)!]));
        Assert.Equal(["2  digest"], Texts(reader.Base.Jobs(JobPhase.Archived)));
        Assert.Empty(reader.Base.Jobs(JobPhase.Finished));
        Assert.Equal(["a then"], reader.Base.Objects().Select(o => $"{o.Key} {Encoding.UTF8.GetString(o.Body.Span)}"));
        Assert.Equal(["1  now"], Texts(reader.Jobs(JobPhase.Unfinished)));
        Assert.Equal(0, reader.CountArchived());
        Assert.Equal(8, reader.Anchor.BaseSequence);
        Assert.Empty(Problems(again));
    }

    [Theory]
    [InlineData(StoreStep.BeforeBegin)]
    [InlineData(StoreStep.AfterJournal)]
    [InlineData(StoreStep.AfterRows)]
    [InlineData(StoreStep.BeforeCommit)]
    public void A_cut_that_fails_at_any_step_is_taken_back(StoreStep step)
    {
        using var store = Open(new ThrowOnce(step, Obstacle, after: 1));
        store.Append(1, 0, Workload.Records(store.Head, 10), []);
        Assert.Equal("STORE_FAILED", Assert.Throws<StoreException>(() => store.Cut(1, 4, [Head(1, 0, "then")])).Code);
        using (var reader = store.Read())
        {
            Assert.Equal((0, 0), (reader.Anchor.Sequence, reader.Anchor.BaseSequence));
            Assert.Equal(10, reader.Journal().Count());
            Assert.Null(reader.Base.Job(1));
        }
        store.Cut(1, 4, [Head(1, 0, "then")]);
        Assert.Empty(Problems(store));
    }

    [Fact]
    public void Base_rows_change_without_a_record_when_the_cut_goes_no_further()
    {
        using var store = Open();
        store.Cut(1, 0, [new ObjectRow("node", "a", 1, "zero"u8.ToArray())]);
        store.Append(1, 0, Workload.Records(store.Head, 6), []);
        store.Cut(1, 4, [new ObjectRow("node", "a", 1, "four"u8.ToArray())]);
        store.Cut(1, 4, [new ObjectRow("node", "a", 2, "still four"u8.ToArray())]);
        using var reader = store.Read();
        Assert.Equal((4, 4), (reader.Anchor.Sequence, reader.Anchor.BaseSequence));
        Assert.Equal(2, reader.Journal().Count());
        Assert.Equal("still four", Workload.Text(Assert.Single(reader.Base.Objects()).Body));
        Assert.Empty(Problems(store));
    }

    [Fact]
    public void Base_rows_hold_jobs_and_objects_only()
    {
        using var store = Open();
        store.Append(1, 0, Workload.Records(store.Head, 2), []);
        Assert.Equal("STORE_BAD_BATCH", Assert.Throws<StoreException>(() => store.Cut(1, 1, [new TokenExpiry(default)])).Code);
        using var reader = store.Read();
        Assert.Equal(0, reader.Anchor.Sequence);
    }
}
