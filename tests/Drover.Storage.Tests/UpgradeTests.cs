using System.Text;
using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;
using Drover.Kernel.State;
using Drover.Storage.Sqlite;

namespace Drover.Storage.Tests;

/// <summary>A state directory of format 1, made by the program that wrote it, becomes one of this format.</summary>
public sealed class UpgradeTests : IDisposable
{
    private const int Unfinished = 6, Finished = 12, Archived = 2, Objects = 9, Records = 158;

    private readonly TestDirectory _directory = new();

    public UpgradeTests()
    {
        Directory.CreateDirectory(_directory.State);
        using var connection = SqliteConnection.Open(_directory.File("state/store.db"), create: true);
        connection.Execute("PRAGMA journal_mode=WAL;");
        connection.Execute(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "testdata", "format-1.sql")));
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Every_job_object_log_and_record_is_carried_over()
    {
        var before = Format1Dump();
        using var store = Workload.Open(_directory.State);
        Assert.Contains("upgraded from format 1 to format 2", Assert.Single(store.Warnings), StringComparison.Ordinal);
        Assert.True(store.Verify(full: true).IsSound);
        using var reader = store.Read();
        Assert.Equal((Unfinished, Finished, Archived), (reader.Jobs(JobPhase.Unfinished).Count(), reader.Jobs(JobPhase.Finished).Count(), reader.CountArchived()));
        Assert.Equal(before, Dump(reader));
        Assert.Equal(Records, reader.Journal().Count());
        Assert.Equal(Objects, reader.Objects().Count());
        Assert.Equal((0, 0), (reader.Anchor.Sequence, reader.Anchor.BaseSequence));
    }

    [Fact]
    public void Long_jobs_get_opcodes_with_rows_of_their_own()
    {
        using var store = Workload.Open(_directory.State);
        using var reader = store.Read();
        var counts = Enum.GetValues<JobPhase>().SelectMany(phase => reader.Jobs(phase)).Where(job => job.Opcodes.Count > 0).Select(job => (job.Id, job.Opcodes.Count));
        Assert.Equal([(18, 18), (13, 20)], counts);
        Assert.Equal(18, RowProjection.Decode(reader.Job(18)!).Ops.Length);
    }

    [Fact]
    public void Tokens_of_user_ids_become_tokens_of_principals()
    {
        using var store = Workload.Open(_directory.State);
        using var reader = store.Read();
        Assert.All(["first", "second", "third"], token => Assert.NotNull(reader.Token("uid:0", token)));
        Assert.Equal("[5]", Workload.Text(reader.Token("uid:0", "first")!.Answer));
        Assert.Null(reader.Token("0", "first"));
    }

    [Fact]
    public void Owners_that_were_user_ids_become_principals()
    {
        var body = Encoding.UTF8.GetBytes("""{"ops":[{"op":"OP_X","input":{},"summary":"X","status":"success","depends":[]}],"owner":1000}""");
        Sql($"UPDATE jobs SET body=x'{Convert.ToHexString(body)}', body_check={Checks.OfFormat1(5, body)} WHERE id=5");
        using var store = Workload.Open(_directory.State);
        using var reader = store.Read();
        Assert.EndsWith("\"owner\":\"uid:1000\"}", Workload.Text(reader.Job(5)!.Body), StringComparison.Ordinal);
        Assert.Contains("\"owner\":\"uid:1000\"", Workload.Text(reader.Job(5)!.Index), StringComparison.Ordinal);
    }

    [Fact]
    public void It_happens_once_and_the_store_goes_on_from_there()
    {
        using (var store = Workload.Open(_directory.State))
            store.Append(1, Records, [HashChain.Link(store.Head.Hash, Records + 1, store.Head.Time, "system", "any", "{}"u8.ToArray())], []);
        using var again = Workload.Open(_directory.State);
        Assert.Empty(again.Warnings);
        Assert.Equal(Records + 1, again.Head.Sequence);
        Assert.True(again.Verify(full: true).IsSound);
    }

    [Fact]
    public void After_a_cut_the_rows_that_were_found_become_the_base_rows()
    {
        Sql("DELETE FROM journal WHERE seq <= 40; INSERT INTO meta (key, value) SELECT 'anchor_seq', 40 UNION SELECT 'anchor_time', 0 UNION SELECT 'anchor_hash', x'"
            + Hash(40) + "'");
        using var store = Workload.Open(_directory.State);
        using var reader = store.Read();
        Assert.Equal((40, Records), (reader.Anchor.Sequence, reader.Anchor.BaseSequence));
        Assert.Equal(reader.Objects().Select(o => (o.Key, Workload.Text(o.Body))), reader.Base.Objects().Select(o => (o.Key, Workload.Text(o.Body))));
        Assert.Equal(reader.Jobs(JobPhase.Unfinished).Select(j => Workload.Text(j.Body)), reader.Base.Jobs(JobPhase.Unfinished).Select(j => Workload.Text(j.Body)));
        Assert.Equal(18, reader.Base.Job(18)!.Opcodes.Count);
        Assert.Equal(Finished, reader.Base.Jobs(JobPhase.Finished).Count());
        Assert.All(reader.Base.Jobs(JobPhase.Archived), job => Assert.Equal(BaseRows.Digest(reader.Job(job.Id)!).Body.ToArray(), job.Body.ToArray()));
        Assert.True(store.Verify(full: true).IsSound);
    }

    [Theory]
    [InlineData("UPDATE jobs SET body=x'7b7d' WHERE id=5", "STORE_DAMAGED", "job 5 does not match its checksum")]
    [InlineData("UPDATE tokens SET caller=1 WHERE token='second'", "STORE_DAMAGED", "token second of user 1")]
    [InlineData("DELETE FROM jobs WHERE phase='a'", "STORE_DAMAGED", "rows belong here")]
    [InlineData("CREATE TABLE other(x)", "STORE_DAMAGED", "definition of other")]
    [InlineData("DELETE FROM journal WHERE seq=158", "STORE_DAMAGED", "the journal ends at record 157")]
    public void A_directory_that_cannot_be_upgraded_is_refused_and_left_as_it_was(string damage, string code, string message)
    {
        Sql(damage);
        var before = Contents();
        var error = Assert.Throws<StoreException>(() => Workload.Open(_directory.State));
        Assert.Equal(code, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Contents());
    }

    [Fact]
    public void A_job_that_nobody_understands_stops_the_upgrade_and_is_named()
    {
        var body = Encoding.UTF8.GetBytes("""{"ops":[{"op":"OP_X","input":{},"summary":"X","status":"sleeping"}]}""");
        Sql($"UPDATE jobs SET body=x'{Convert.ToHexString(body)}', body_check={Checks.OfFormat1(5, body)} WHERE id=5");
        var before = Contents();
        var error = Assert.Throws<StoreException>(() => Workload.Open(_directory.State));
        Assert.Equal("STORE_UPGRADE_FAILED", error.Code);
        Assert.Contains("job 5", error.Message, StringComparison.Ordinal);
        Assert.Contains("sleeping", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Contents());
    }

    [Theory]
    [InlineData("before-begin:1", false)]
    [InlineData("before-commit:1", false)]
    [InlineData("after-commit:1", true)]
    public void After_kill_9_amid_the_upgrade_all_of_it_is_there_or_nothing(string fault, bool isThere)
    {
        var before = Format1Dump();
        using (var child = ChildProcess.Start(_directory.State, "hold", fault))
        {
            child.WaitForExit();
            Assert.Equal(128 + 9, child.ExitCode);
        }
        using var store = Workload.Open(_directory.State);
        Assert.Equal(isThere, store.Warnings.Count == 0);
        using var reader = store.Read();
        Assert.Equal(before, Dump(reader));
        Assert.True(store.Verify(full: true).IsSound);
    }

    [Fact]
    public void A_loss_is_accepted_in_a_directory_of_the_older_format_too()
    {
        string head;
        using (var other = Workload.Open(_directory.File("other")))
        {
            other.Append(1, 0, Workload.Records(other.Head, Records + 5), []);
            head = _directory.File("other/head");
        }
        File.Copy(head, _directory.File("state/head"));
        Assert.Equal("JOURNAL_BEHIND_HEAD", Assert.Throws<StoreException>(() => Workload.Open(_directory.State)).Code);
        Assert.Equal((Records, Records + 5), (OfflineStore.AcceptLoss(_directory.State)!.KeptSequence, Records + 5));
        using var store = Workload.Open(_directory.State);
        Assert.Equal(Records, store.Head.Sequence);
    }

    private List<string> Format1Dump()
    {
        using var connection = SqliteConnection.Open(_directory.File("state/store.db"), create: false);
        using var row = connection.Prepare("SELECT id, phase, body FROM jobs ORDER BY phase DESC, id");
        var lines = new List<string>();
        while (row.Step())
            lines.Add(Line(RowProjection.Decode(new StoredJob(row.Integer(0), JobPhase.Unfinished, default, row.Blob(2)))));
        lines.Add($"{connection.Scalar("SELECT count(*) FROM job_logs")} log entries");
        return lines;
    }

    private static List<string> Dump(IStoreReader reader)
    {
        var jobs = new[] { JobPhase.Unfinished, JobPhase.Finished, JobPhase.Archived }.SelectMany(phase => reader.Jobs(phase)).ToList();
        return [.. jobs.Select(job => Line(RowProjection.Decode(job))), $"{jobs.Sum(job => reader.Logs(job.Id).Count)} log entries"];
    }

    private static string Line(Job job) =>
        $"{job.Id} {job.Owner} {job.Received} {job.Started} {job.Ended} {job.Status} " + string.Join(' ', job.Ops.Select(op => $"{op.OpId} {op.Input} {op.Status} {op.Result} {op.Started} {op.Executed} {op.Ended} {op.Locks is not null} {op.Depends.Length} {op.Priority}"));

    private string Hash(long sequence)
    {
        using var connection = SqliteConnection.Open(_directory.File("state/store.db"), create: false);
        using var row = connection.Prepare($"SELECT hash FROM journal WHERE seq = {sequence}");
        return row.Step() ? Convert.ToHexString(row.Blob(0)) : "";
    }

    private void Sql(string sql)
    {
        using var connection = SqliteConnection.Open(_directory.File("state/store.db"), create: false);
        connection.Execute(sql);
    }

    private string Contents() => Convert.ToHexString(File.ReadAllBytes(_directory.File("state/store.db")));

    private static class Checks
    {
        internal static long OfFormat1(long id, byte[] body)
        {
            var check = new Integrity.Checksum();
            check.Add(id);
            check.Add(body);
            return check.Value;
        }
    }
}
