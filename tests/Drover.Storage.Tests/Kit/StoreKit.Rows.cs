using System.Text;
using Drover.Kernel.Journal;

namespace Drover.Storage.Tests.Kit;

public abstract partial class StoreKit
{
    [Fact]
    public void Rows_hold_their_last_value_and_phase()
    {
        using var store = Open();
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
        Assert.Equal(["1 i1b b1b"], Texts(reader.Jobs(JobPhase.Archived)));
        Assert.Equal(["2 i2 "], Texts(reader.Jobs(JobPhase.Unfinished)));
        Assert.Empty(reader.Jobs(JobPhase.Finished));
        Assert.Equal(1, reader.CountArchived());
        Assert.Equal(JobPhase.Archived, reader.Job(1)?.Phase);
        Assert.Null(reader.Job(3));
        var one = Assert.Single(reader.Objects());
        Assert.Equal(("a", 2, "y"), (one.Key, one.Version, Workload.Text(one.Body)));
        Assert.Empty(reader.Base.Objects());
        Assert.Null(reader.Base.Job(1));
        Assert.Empty(Problems(store));
    }

    [Fact]
    public void Rows_of_tables_are_read_by_key_and_index_in_both_directions_and_cut_by_both()
    {
        using var store = Open();
        store.Append(1, 0, [],
        [
            Table("t", "1", "a"), Table("t", "2", "b"), Table("t", "3", "a"), Table("t", "10", "b"), Table("u", "2", "a"), Table("t", "2", "c"),
        ]);
        using (var reader = store.Read())
        {
            Assert.Equal(["1", "10", "2", "3"], Keys(reader.Rows("t")));
            Assert.Equal(["2", "3"], Keys(reader.Rows("t", bound: "10")));
            Assert.Equal(["10", "1"], Keys(reader.Rows("t", bound: "2", backwards: true)));
            Assert.Equal(["3", "2", "10", "1"], Keys(reader.Rows("t", backwards: true)));
            Assert.Equal(["1", "3"], Keys(reader.Rows("t", "a")));
            Assert.Equal(["3"], Keys(reader.Rows("t", "a", "1")));
            Assert.Equal(["1"], Keys(reader.Rows("t", "a", "3", backwards: true)));
            Assert.Empty(reader.Rows("v"));
            Assert.Equal(["a", "b", "c"], reader.IndexValues("t"));
            Assert.Equal(("c", 3, "{2}"), (reader.Row("t", "2")!.Index, reader.Row("t", "2")!.Version, Workload.Text(reader.Row("t", "2")!.Body)));
            Assert.Null(reader.Row("t", "4"));
        }
        store.Append(1, 0, [], [new TableCut("t", "a", "2"), new TableCut("u", null, "1")]);
        using (var reader = store.Read())
            Assert.Equal(["10", "2", "3", "2"], Keys(reader.Rows("t").Concat(reader.Rows("u"))));
        store.Append(1, 0, [], [new TableCut("t", null, "2")]);
        using (var reader = store.Read())
            Assert.Equal(["3"], Keys(reader.Rows("t")));
        Assert.Empty(Problems(store));

        static TableRow Table(string name, string key, string index) => new(name, key, index, 3, Encoding.UTF8.GetBytes($"{{{key}}}"));
        static IEnumerable<string> Keys(IEnumerable<TableRow> rows) => rows.Select(row => row.Key);
    }

    [Fact]
    public void Opcodes_with_rows_of_their_own_are_written_one_by_one_and_read_with_their_job()
    {
        using var store = Open();
        store.Append(1, 0, [], [Head(7, 3, "h1"), Op(7, 0, "a"), Op(7, 1, "b"), Op(7, 2, "c"), Head(8, 0, "inline"), Head(9, 1, "h"), Op(9, 0, "z")]);
        store.Append(1, 0, [], [Head(7, 3, "h2"), Op(7, 1, "b2")]);
        using (var reader = store.Read())
        {
            Assert.Equal(["7  h2 a b2 c", "8  inline", "9  h z"], Texts(reader.Jobs(JobPhase.Unfinished)));
            Assert.Equal(["7  h2 a b2 c"], Texts([reader.Job(7)!]));
            Assert.Empty(reader.Jobs(JobPhase.Unfinished, withBody: false).First().Opcodes);
        }
        Assert.Empty(Problems(store));

        // Fewer opcodes than before: what is too much goes away.
        store.Append(1, 0, [], [Head(7, 1, "h3"), Head(9, 0, "h4")]);
        using var later = store.Read();
        Assert.Equal(["7  h3 a", "8  inline", "9  h4"], Texts(later.Jobs(JobPhase.Unfinished)));
        Assert.Empty(Problems(store));
    }

    [Theory]
    [InlineData(JobPhase.Unfinished)]
    [InlineData(JobPhase.Finished)]
    [InlineData(JobPhase.Archived)]
    public void Jobs_are_read_by_key_range_in_order_of_id(JobPhase phase)
    {
        using var store = Open();
        var ids = new long[] { 9, 2, 30, 4, 11 };
        store.Append(1, 0, [], [.. ids.Select(id => new JobRow(id, phase, "i"u8.ToArray(), "b"u8.ToArray()))]);
        using var reader = store.Read();
        Assert.Equal([2, 4, 9, 11, 30], reader.Jobs(phase).Select(j => j.Id));
        Assert.Equal([9, 11], reader.Jobs(phase, afterId: 4, limit: 2).Select(j => j.Id));
        Assert.All(reader.Jobs(phase, withBody: false), j => Assert.True(j.Body.IsEmpty));
        Assert.Equal([30, 11, 9, 4, 2], reader.JobsBackwards(phase).Select(j => j.Id));
        Assert.Equal([9, 4, 2], reader.JobsBackwards(phase, beforeId: 11).Select(j => j.Id));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(500)]
    public void Jobs_are_read_by_their_ids_whatever_lies_between_them(int step)
    {
        using var store = Open();
        store.Append(1, 0, [],
        [
            .. Enumerable.Range(1, 2_000).Select(id => new JobRow(id, (JobPhase)(id % 3), "i"u8.ToArray(), Encoding.UTF8.GetBytes($"b{id}"))),
            Head(3_000, 2, "h"), Op(3_000, 0, "x"), Op(3_000, 1, "y"),
        ]);
        long[] ids = [.. Enumerable.Range(0, 1_500).Select(i => 1L + (i * step)).Where(id => id < 2_100), 3_000, 4_000];
        using var reader = store.Read();
        var found = reader.Jobs(ids).ToList();
        Assert.Equal(ids.Where(id => id is <= 2_000 or 3_000), found.Select(job => job.Id));
        Assert.All(found.SkipLast(1), job => Assert.Equal(($"b{job.Id}", (JobPhase)(job.Id % 3)), (Workload.Text(job.Body), job.Phase)));
        Assert.Equal(["3000  h x y"], Texts(found.TakeLast(1)));
        Assert.Empty(reader.Jobs([]));
    }

    [Fact]
    public void Logs_are_read_after_a_serial_and_replaced_when_written_twice()
    {
        using var store = Open();
        store.Append(1, 0, [], [Log(1, 1, "a"), Log(1, 2, "b"), Log(2, 1, "other"), Log(1, 3, "x"), Log(5, 1, "five")]);
        store.Append(1, 0, [], [Log(1, 3, "c")]);
        using var reader = store.Read();
        Assert.Equal(["b", "c"], reader.Logs(1, afterSerial: 1).Select(l => Workload.Text(l.Content)));
        Assert.Equal([1, 2], reader.Logs(1, limit: 2).Select(l => l.Serial));
        Assert.Equal((3, 1, 0), (reader.LastLogSerial(1), reader.LastLogSerial(2), reader.LastLogSerial(3)));
        Assert.Equal(["1 1 a", "1 2 b", "1 3 c", "5 1 five"], reader.Logs([1L, 3, 5]).Select(l => $"{l.JobId} {l.Serial} {Workload.Text(l.Content)}"));
        Assert.Equal(5, reader.Logs([.. Enumerable.Range(0, 2_000).Select(id => (long)id)]).Count());

        static LogRow Log(long job, int serial, string text) => new(job, serial, 3, new Timestamp(serial), "message", Encoding.UTF8.GetBytes(text));
    }

    [Fact]
    public void Tokens_belong_to_a_principal_and_are_forgotten_by_age()
    {
        using var store = Open();
        store.Append(1, 0, [], [Token("uid:0", "t", 5), Token("user:ada", "t", 6), Token("uid:0", "old", 1)]);
        store.Append(1, 0, [], [new TokenExpiry(new Timestamp(5))]);
        using var reader = store.Read();
        Assert.Equal(new Timestamp(5), reader.Token("uid:0", "t")?.Time);
        Assert.Equal(new Timestamp(6), reader.Token("user:ada", "t")?.Time);
        Assert.Null(reader.Token("uid:1", "t"));
        Assert.Null(reader.Token("uid:0", "old"));

        static TokenRow Token(string principal, string name, long time) => new(principal, name, new Timestamp(time), new byte[32], "{}"u8.ToArray());
    }

    private protected static JobRow Head(long id, int opcodes, string body, JobPhase phase = JobPhase.Unfinished) =>
        new(id, phase, default, Encoding.UTF8.GetBytes(body), opcodes);

    private protected static OpcodeRow Op(long id, int opcode, string body) => new(id, opcode, Encoding.UTF8.GetBytes(body));

    private protected static IEnumerable<string> Texts(IEnumerable<StoredJob> jobs) =>
        jobs.Select(job => string.Join(' ', job.Opcodes.Prepend(job.Body).Prepend(job.Index).Select(Workload.Text).Prepend($"{job.Id}")));
}
