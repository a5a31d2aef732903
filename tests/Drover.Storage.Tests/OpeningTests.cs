using Drover.Kernel.Journal;
using Drover.Storage.Sqlite;

namespace Drover.Storage.Tests;

public sealed class OpeningTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_second_daemon_is_told_who_holds_the_directory()
    {
        using var child = ChildProcess.Start(_directory.State, "hold");
        Assert.Equal("open", child.StandardOutput.ReadLine());
        var error = Assert.Throws<StoreException>(() => Workload.Open(_directory.State));
        Assert.Equal("STATE_IN_USE", error.Code);
        Assert.Contains($"process {child.Id} on {Environment.MachineName}", error.Message, StringComparison.Ordinal);
        Assert.Equal("STATE_IN_USE", Assert.Throws<StoreException>(() => OfflineStore.AcceptLoss(_directory.State)).Code);
        child.StandardInput.WriteLine();
        child.WaitForExit();
        Assert.Equal(0, child.ExitCode);
        using var store = Workload.Open(_directory.State);
    }

    [Fact]
    public void A_second_opener_in_the_same_process_is_refused_too()
    {
        using var store = Workload.Open(_directory.State);
        Assert.Equal("STATE_IN_USE", Assert.Throws<StoreException>(() => Workload.Open(_directory.State)).Code);
        Workload.Append(store, 0);
    }

    [Fact]
    public void The_lock_of_a_killed_daemon_is_gone_with_it()
    {
        using var child = ChildProcess.Start(_directory.State, "hold");
        Assert.Equal("open", child.StandardOutput.ReadLine());
        child.Kill();
        child.WaitForExit();
        using var store = Workload.Open(_directory.State);
    }

    [Fact]
    public void A_newer_format_is_refused_with_both_versions_and_left_alone()
    {
        Workload.Open(_directory.State).Dispose();
        Sql("PRAGMA user_version=7; UPDATE meta SET value=7 WHERE key='format'; CREATE TABLE unheard_of(x);");
        var before = File.ReadAllBytes(_directory.File("state/store.db"));
        var error = Assert.Throws<StoreException>(() => Workload.Open(_directory.State));
        Assert.Equal("STORE_FORMAT_NEWER", error.Code);
        Assert.Contains("format 7", error.Message, StringComparison.Ordinal);
        Assert.Contains("up to 2", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_directory.File("state/store.db")));
    }

    [Theory]
    [InlineData("DROP INDEX jobs_unfinished")]
    [InlineData("DROP INDEX jobs_unfinished; CREATE INDEX jobs_unfinished ON jobs (phase) WHERE phase = 't'")]
    [InlineData("PRAGMA application_id=1")]
    [InlineData("PRAGMA user_version=0")]
    [InlineData("DELETE FROM tally")]
    [InlineData("UPDATE tally SET unfinished=unfinished+1")]
    [InlineData("DROP TABLE meta")]
    [InlineData("DELETE FROM journal WHERE seq=3")]
    [InlineData("DELETE FROM jobs WHERE phase='u'")]
    [InlineData("UPDATE journal SET actor='uid:1' WHERE seq=3")]
    public void A_database_that_somebody_changed_is_refused(string sql)
    {
        using (var store = Workload.Open(_directory.State))
            Workload.AppendAll(store, 0, 10);
        Sql(sql);
        var error = Assert.Throws<StoreException>(() => Workload.Open(_directory.State));
        Assert.Equal("STORE_DAMAGED", error.Code);
        Assert.Contains(_directory.File("state/store.db"), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a database at all, but long enough to be looked at as if it were one, with more than a hundred bytes in it, see")]
    public void A_file_that_is_no_database_is_refused(string content)
    {
        Workload.Open(_directory.State).Dispose();
        File.WriteAllText(_directory.File("state/store.db"), content);
        Assert.Contains(Assert.Throws<StoreException>(() => Workload.Open(_directory.State)).Code, new[] { "STORE_DAMAGED", "JOURNAL_BEHIND_HEAD" });
        Assert.Equal(content, File.ReadAllText(_directory.File("state/store.db")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("PRAGMA journal_mode=WAL")]
    public void A_directory_whose_making_was_cut_short_is_made_anew(string sql)
    {
        Directory.CreateDirectory(_directory.State);
        File.WriteAllText(_directory.File("state/lock"), "1 elsewhere\n");
        using (var connection = SqliteConnection.Open(_directory.File("state/store.db"), create: true))
            connection.Execute(sql);
        using var store = Workload.Open(_directory.State);
        Workload.AppendAll(store, 0, 3);
        Assert.Equal(Workload.Expected(3), Workload.Dump(store));
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_an_error_with_advice()
    {
        File.WriteAllText(_directory.State, "a file");
        Assert.Equal("STORE_FAILED", Assert.Throws<StoreException>(() => Workload.Open(_directory.State)).Code);
    }

    [Fact]
    public void Only_the_last_records_are_verified_at_start_and_all_on_demand()
    {
        using (var store = Workload.Open(_directory.State))
            store.Append(1, 0, Workload.Records(store.Head, 1_200), []);
        Sql("UPDATE journal SET actor='uid:1' WHERE seq IN (5, 150); DELETE FROM journal WHERE seq=100");
        using var again = Workload.Open(_directory.State);
        var far = new List<(long Done, long Total)>();
        var report = again.Verify(full: true, (done, total) => far.Add((done, total)));
        Assert.Equal(Enumerable.Range(1, 1_199).Select(done => ((long)done, 1_200L)), far);
        Assert.Equal([5, 100, 150], report.Problems.Select(p => p.Sequence));
        Assert.Equal(1_199, report.Records);
        using var reader = again.Read();
        Assert.Equal("STORE_DAMAGED", Assert.Throws<StoreException>(() => reader.Journal().Count()).Code);
    }

    [Fact]
    public void A_changed_row_is_an_error_for_its_reader()
    {
        using (var store = Workload.Open(_directory.State))
            Workload.AppendAll(store, 0, 20);
        Sql("UPDATE jobs SET body=x'00' WHERE id=20; UPDATE job_logs SET content=x'00' WHERE job=3; UPDATE tokens SET answer=x'00'; UPDATE objects SET version=version+1");
        using var again = Workload.Open(_directory.State);
        using var reader = again.Read();
        var code = (Action read) => Assert.Throws<StoreException>(read).Code;
        Assert.Equal("STORE_DAMAGED", code(() => reader.Job(20)));
        Assert.Equal("STORE_DAMAGED", code(() => reader.Jobs(JobPhase.Unfinished).Count()));
        Assert.NotEmpty(reader.Jobs(JobPhase.Unfinished, withBody: false));
        Assert.Equal("STORE_DAMAGED", code(() => reader.Logs(3)));
        Assert.Equal("STORE_DAMAGED", code(() => reader.Token("uid:1000", "token-3")));
        Assert.Equal("STORE_DAMAGED", code(() => reader.Objects().Count()));
        Assert.False(again.Verify(full: true).IsSound);
    }

    [Theory]
    [InlineData("UPDATE base_jobs SET body=x'00' WHERE phase='u'")]
    [InlineData("UPDATE base_jobs SET ops=ops-1 WHERE phase='u'")]
    [InlineData("DELETE FROM base_jobs WHERE id=13")]
    [InlineData("UPDATE base_job_ops SET body=x'00' WHERE op=3")]
    [InlineData("DELETE FROM base_job_ops WHERE op=17")]
    [InlineData("UPDATE base_objects SET key='other'")]
    [InlineData("DELETE FROM base_objects")]
    [InlineData("UPDATE job_ops SET body=x'00' WHERE op=3")]
    [InlineData("DELETE FROM job_ops WHERE op=0")]
    [InlineData("UPDATE job_ops SET op=20 WHERE op=19")]
    public void Base_rows_and_opcodes_that_somebody_changed_are_an_error_for_their_reader_and_found_by_verification(string sql)
    {
        using (var store = Workload.Open(_directory.State))
            Workload.AppendAll(store, 0, 20);
        Sql(sql);
        using var again = Workload.Open(_directory.State);
        Assert.False(again.Verify(full: true).IsSound);
        Assert.Equal("STORE_DAMAGED", Assert.Throws<StoreException>(() => Workload.Dump(again)).Code);
    }

    [Theory]
    [InlineData("UPDATE table_rows SET body=x'00'")]
    [InlineData("UPDATE table_rows SET idx='other'")]
    [InlineData("UPDATE table_rows SET version=version+1")]
    public void A_changed_row_of_a_table_is_an_error_for_its_reader_and_found_by_verification(string sql)
    {
        using (var store = Workload.Open(_directory.State))
            store.Append(1, 0, [], [new TableRow("t", "k", "i", 1, "{}"u8.ToArray())]);
        Sql(sql);
        using var again = Workload.Open(_directory.State);
        using var reader = again.Read();
        Assert.Equal("STORE_DAMAGED", Assert.Throws<StoreException>(() => reader.Rows("t").Count()).Code);
        Assert.Equal("STORE_DAMAGED", Assert.Throws<StoreException>(() => reader.Row("t", "k")).Code);
        Assert.False(again.Verify(full: true).IsSound);
    }

    [Fact]
    public void Opcodes_of_no_job_are_found_by_verification()
    {
        using (var store = Workload.Open(_directory.State))
            Workload.AppendAll(store, 0, 20);
        Sql("INSERT INTO job_ops (job, op, row_check, body) VALUES (1, 0, 0, x'')");
        using var again = Workload.Open(_directory.State);
        Assert.Contains("opcodes belong to no job", Assert.Single(again.Verify(full: true).Problems).What, StringComparison.Ordinal);
    }

    private void Sql(string sql)
    {
        using var connection = SqliteConnection.Open(_directory.File("state/store.db"), create: false);
        connection.Execute(sql);
    }
}
