using Drover.Kernel;
using Drover.Kernel.Journal;

namespace Drover.Storage.Tests;

public sealed class SqliteStoreTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_new_directory_has_an_empty_journal()
    {
        using var store = Workload.Open(_directory.State);
        Assert.Equal(new StoreHead(0, HashChain.Genesis, new Timestamp(0), 0), store.Head);
        using var reader = store.Read();
        Assert.Empty(reader.Journal());
        Assert.Equal(0, reader.Anchor.Sequence);
        Assert.True(store.Verify(full: true).IsSound);
    }

    [Fact]
    public void Files_are_readable_for_their_owner_alone()
    {
        Directory.CreateDirectory(_directory.State, (UnixFileMode)0b111_101_101);
        using var store = Workload.Open(_directory.State);
        Workload.Append(store, 0);
        Assert.All(Directory.GetFiles(_directory.State), f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(f)));
    }

    [Fact]
    public void What_was_appended_is_there_after_opening_again()
    {
        List<string> before;
        StoreHead head;
        using (var store = Workload.Open(_directory.State))
        {
            Workload.AppendAll(store, 0, 50);
            (before, head) = (Workload.Dump(store), store.Head);
        }
        using var again = Workload.Open(_directory.State);
        Assert.Equal(before, Workload.Dump(again));
        Assert.Equal((head.Sequence, head.Time, head.Term), (again.Head.Sequence, again.Head.Time, again.Head.Term));
        Assert.Equal(head.Hash.ToArray(), again.Head.Hash.ToArray());
        Assert.Equal(Workload.RecordsAfter(50), again.Head.Sequence);
        Assert.Empty(again.Warnings);
    }

    [Fact]
    public void Rows_hold_their_last_value_and_phase()
    {
        using var store = Workload.Open(_directory.State);
        store.Append(1, 0, [],
        [
            new JobRow(1, JobPhase.Unfinished, "i1"u8.ToArray(), "b1"u8.ToArray()),
            new JobRow(2, JobPhase.Unfinished, "i2"u8.ToArray(), default),
            new JobRow(1, JobPhase.Finished, "i1b"u8.ToArray(), "b1b"u8.ToArray()),
            new JobArchival([1, 2, 77]),
            new ObjectRow("node", "a", 1, "x"u8.ToArray()),
            new ObjectRow("node", "a", 2, "y"u8.ToArray()),
            new ObjectRow("node", "b", 1, "z"u8.ToArray()),
            new ObjectRow("node", "b", 1, null),
            new ObjectRow("node", "never-there", 1, null),
        ]);
        using var reader = store.Read();
        var archived = Assert.Single(reader.Jobs(JobPhase.Archived));
        Assert.Equal((1, "i1b", "b1b"), (archived.Id, Workload.Text(archived.Index), Workload.Text(archived.Body)));
        var unfinished = Assert.Single(reader.Jobs(JobPhase.Unfinished));
        Assert.Equal((2, "i2", ""), (unfinished.Id, Workload.Text(unfinished.Index), Workload.Text(unfinished.Body)));
        Assert.Empty(reader.Jobs(JobPhase.Finished));
        Assert.Equal(1, reader.CountArchived());
        Assert.Equal(JobPhase.Archived, reader.Job(1)?.Phase);
        Assert.Null(reader.Job(3));
        var one = Assert.Single(reader.Objects());
        Assert.Equal(("a", 2, "y"), (one.Key, one.Version, Workload.Text(one.Body)));
        Assert.True(store.Verify(full: true).IsSound);
    }

    [Theory]
    [InlineData(JobPhase.Unfinished)]
    [InlineData(JobPhase.Finished)]
    [InlineData(JobPhase.Archived)]
    public void Jobs_are_read_by_key_range_in_order_of_id(JobPhase phase)
    {
        using var store = Workload.Open(_directory.State);
        var ids = new long[] { 9, 2, 30, 4, 11 };
        store.Append(1, 0, [], [.. ids.Select(id => new JobRow(id, phase, "i"u8.ToArray(), "b"u8.ToArray()))]);
        using var reader = store.Read();
        Assert.Equal([2, 4, 9, 11, 30], reader.Jobs(phase).Select(j => j.Id));
        Assert.Equal([9, 11], reader.Jobs(phase, afterId: 4, limit: 2).Select(j => j.Id));
        Assert.All(reader.Jobs(phase, withBody: false), j => Assert.True(j.Body.IsEmpty));
        Assert.Equal([30, 11, 9, 4, 2], reader.JobsBackwards(phase).Select(j => j.Id));
        Assert.Equal([9, 4, 2], reader.JobsBackwards(phase, beforeId: 11).Select(j => j.Id));
    }

    [Fact]
    public void Logs_are_read_after_a_serial_and_replaced_when_written_twice()
    {
        using var store = Workload.Open(_directory.State);
        LogRow Log(long job, int serial, string text) => new(job, serial, 3, new Timestamp(serial), "message", System.Text.Encoding.UTF8.GetBytes(text));
        store.Append(1, 0, [], [Log(1, 1, "\"a\""), Log(1, 2, "\"b\""), Log(2, 1, "\"other\""), Log(1, 3, "\"c\"")]);
        store.Append(1, 0, [], [Log(1, 3, "\"c\"")]);
        using var reader = store.Read();
        Assert.Equal(["\"b\"", "\"c\""], reader.Logs(1, afterSerial: 1).Select(l => Workload.Text(l.Content)));
        Assert.Equal([1, 2], reader.Logs(1, limit: 2).Select(l => l.Serial));
        Assert.Equal((3, 1, 0), (reader.LastLogSerial(1), reader.LastLogSerial(2), reader.LastLogSerial(3)));
    }

    [Fact]
    public void Tokens_belong_to_a_caller_and_are_forgotten_by_age()
    {
        using var store = Workload.Open(_directory.State);
        TokenRow Token(uint caller, string name, long time) => new(caller, name, new Timestamp(time), new byte[32], "{}"u8.ToArray());
        store.Append(1, 0, [], [Token(0, "t", 5), Token(4_000_000_000, "t", 6), Token(0, "old", 1)]);
        store.Append(1, 0, [], [new TokenExpiry(new Timestamp(5))]);
        using var reader = store.Read();
        Assert.Equal(new Timestamp(5), reader.Token(0, "t")?.Time);
        Assert.Equal(new Timestamp(6), reader.Token(4_000_000_000, "t")?.Time);
        Assert.Null(reader.Token(1, "t"));
        Assert.Null(reader.Token(0, "old"));
    }

    [Fact]
    public void A_reader_keeps_its_view_while_the_writer_goes_on()
    {
        using var store = Workload.Open(_directory.State);
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
        Assert.Equal(Workload.RecordsAfter(40), later.Journal().Count());
    }

    [Fact]
    public void Many_readers_at_once_and_nested_lists_of_one_reader_do_not_disturb_each_other()
    {
        using var store = Workload.Open(_directory.State);
        Workload.AppendAll(store, 0, 10);
        var readers = Enumerable.Range(0, 20).Select(_ => store.Read()).ToList();
        Assert.All(readers, r => Assert.Equal(r.Journal().Count(), (int)store.Head.Sequence));
        var pairs = from a in readers[0].Journal() from b in readers[0].Journal() select (a.Sequence, b.Sequence);
        Assert.Equal(store.Head.Sequence * store.Head.Sequence, pairs.Distinct().Count());
        readers.ForEach(r => r.Dispose());
    }

    [Fact]
    public void The_log_is_moved_into_the_database_when_it_is_long()
    {
        var options = new SqliteStoreOptions { Directory = _directory.State, ReserveBytes = 0, LowWater = 0, CheckpointAt = 400_000 };
        using var store = SqliteStore.Open(options, new FakeTime());
        Workload.AppendAll(store, 0, 500);
        Assert.InRange(new FileInfo(_directory.File("state/store.db-wal")).Length, 1, 1_000_000);
        Assert.Null(store.Problem);
        Assert.True(store.Verify(full: true).IsSound);
    }

    [Fact]
    public void An_older_term_is_refused_and_a_newer_one_is_remembered()
    {
        using (var store = Workload.Open(_directory.State))
        {
            Workload.Append(store, 0, term: 5);
            Assert.Equal("STORE_FENCED", Assert.Throws<StoreException>(() => Workload.Append(store, 1, term: 4)).Code);
            store.Append(6, store.Head.Sequence, [], []);
        }
        using var again = Workload.Open(_directory.State);
        Assert.Equal(6, again.Head.Term);
        Assert.Equal("STORE_FENCED", Assert.Throws<StoreException>(() => Workload.Append(again, 1, term: 5)).Code);
        Workload.Append(again, 1, term: 6);
    }

    [Fact]
    public void Records_that_do_not_continue_the_journal_are_refused_and_leave_nothing()
    {
        using var store = Workload.Open(_directory.State);
        Workload.Append(store, 0);
        var before = Workload.Dump(store);
        var good = Workload.Records(store.Head, 2);
        var code = (long expected, JournalRecord[] records) => Assert.Throws<StoreException>(
            () => store.Append(1, expected, records, Workload.Rows(1))).Code;
        Assert.Equal("STORE_SEQUENCE", code(1, [.. good]));
        Assert.Equal("STORE_SEQUENCE", code(3, [.. good]));
        Assert.Equal("STORE_BAD_BATCH", code(2, [good[1]]));
        Assert.Equal("STORE_BAD_BATCH", code(2, [good[0] with { Payload = "{}"u8.ToArray() }]));
        Assert.Equal("STORE_BAD_BATCH", code(2, [good[0] with { Time = new Timestamp(1) }]));
        Assert.Equal(before, Workload.Dump(store));
        store.Append(1, 2, good, Workload.Rows(1));
    }

    [Fact]
    public void Cutting_the_journal_leaves_an_anchor_that_verification_honours()
    {
        using (var store = Workload.Open(_directory.State))
        {
            store.Append(1, 0, Workload.Records(store.Head, 12_000), []);
            store.CutJournal(11_500);
            store.CutJournal(300);
            using var reader = store.Read();
            Assert.Equal(11_500, reader.Anchor.Sequence);
            Assert.Equal(500, reader.Journal().Count());
            Assert.Equal(11_501, reader.Journal(afterSequence: 4, limit: 1).Single().Sequence);
            Assert.Equal(reader.Journal().Select(r => r.Sequence).Reverse(), reader.JournalBackwards().Select(r => r.Sequence));
            Assert.Equal([11_502, 11_501], reader.JournalBackwards(beforeSequence: 11_503).Select(r => r.Sequence));
            Assert.Empty(reader.JournalBackwards(beforeSequence: 5));
            var report = store.Verify(full: true);
            Assert.Equal((500, 11_501, 12_000, 11_500), (report.Records, report.First, report.Last, report.AnchorSequence));
            Assert.True(report.IsSound);
            Assert.Throws<StoreException>(() => store.CutJournal(12_001));
        }
        using (var store = Workload.Open(_directory.State))
            store.CutJournal(12_000);
        using var again = Workload.Open(_directory.State);
        Assert.Equal(12_000, again.Head.Sequence);
        again.Append(1, 12_000, Workload.Records(again.Head, 1), []);
        Assert.True(again.Verify(full: true).IsSound);
    }
}
