using Drover.Kernel.Journal;
using Drover.Storage.Sqlite;

namespace Drover.Storage.Tests;

public sealed class HeadFileTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>The database of an earlier moment together with the head file of a later one.</summary>
    private string Behind(int batches, int then)
    {
        using var store = Workload.Open(_directory.State);
        Workload.AppendAll(store, 0, batches);
        var old = _directory.Snapshot("old");
        Workload.AppendAll(store, batches, then);
        File.Copy(_directory.File("state/head"), Path.Combine(old, "head"), overwrite: true);
        return old;
    }

    [Fact]
    public void A_journal_that_ends_before_the_head_file_is_refused_with_both_numbers()
    {
        var old = Behind(4, 10);
        var error = Assert.Throws<StoreException>(() => Workload.Open(old));
        Assert.Equal("JOURNAL_BEHIND_HEAD", error.Code);
        Assert.Contains($"record {Workload.RecordsAfter(4)}", error.Message, StringComparison.Ordinal);
        Assert.Contains($"record {Workload.RecordsAfter(10)}", error.Message, StringComparison.Ordinal);
        Assert.Contains("drover audit accept-loss", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_commit_without_records_is_noticed_too()
    {
        Assert.False(Workload.HasRecords(5));
        var old = Behind(5, 6);
        Assert.Equal("JOURNAL_BEHIND_HEAD", Assert.Throws<StoreException>(() => Workload.Open(old)).Code);
    }

    [Fact]
    public void Refusing_leaves_the_write_ahead_log_as_it_was()
    {
        var old = Behind(4, 10);
        var before = File.ReadAllBytes(Path.Combine(old, "store.db-wal"));
        Assert.NotEmpty(before);
        Assert.Throws<StoreException>(() => Workload.Open(old));
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(old, "store.db-wal")));
    }

    [Fact]
    public void Accepting_the_loss_lets_the_journal_go_on()
    {
        var old = Behind(4, 10);
        var loss = OfflineStore.AcceptLoss(old);
        Assert.Equal((Workload.RecordsAfter(4), Workload.RecordsAfter(10)), (loss?.KeptSequence, loss?.LostSequence));
        Assert.Equal(6, loss!.LostCommits - loss.KeptCommits);
        Assert.Null(OfflineStore.AcceptLoss(old));
        using (var store = Workload.Open(old))
        {
            Workload.AppendAll(store, 4, 6);
            Assert.Equal(Workload.Expected(6), Workload.Dump(store));
        }
        using var connection = SqliteConnection.Open(Path.Combine(old, "store.db"), create: false);
        using var note = connection.Prepare("SELECT value FROM meta WHERE key LIKE 'loss%'");
        Assert.True(note.Step());
        Assert.Contains($"head file knew record {Workload.RecordsAfter(10)}", note.Text(0), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_journal_of_the_same_length_is_refused()
    {
        using (var store = Workload.Open(_directory.State))
            store.Append(1, 0, Workload.Records(store.Head, 1, payloadBytes: 50), []);
        using (var other = Workload.Open(_directory.File("other")))
            other.Append(1, 0, Workload.Records(other.Head, 1, payloadBytes: 60), []);
        File.Copy(_directory.File("other/head"), _directory.File("state/head"), overwrite: true);
        var error = Assert.Throws<StoreException>(() => Workload.Open(_directory.State));
        Assert.Equal("JOURNAL_BEHIND_HEAD", error.Code);
        Assert.Contains("is not the one", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_older_head_file_is_fine()
    {
        using (var store = Workload.Open(_directory.State))
        {
            Workload.AppendAll(store, 0, 4);
            File.Copy(_directory.File("state/head"), _directory.File("head-of-4"));
            Workload.AppendAll(store, 4, 10);
        }
        File.Copy(_directory.File("head-of-4"), _directory.File("state/head"), overwrite: true);
        using var again = Workload.Open(_directory.State);
        Assert.Equal(Workload.Expected(10), Workload.Dump(again));
        Assert.Empty(again.Warnings);
    }

    [Fact]
    public void A_head_file_older_than_the_anchor_is_fine()
    {
        using (var store = Workload.Open(_directory.State))
        {
            Workload.AppendAll(store, 0, 4);
            File.Copy(_directory.File("state/head"), _directory.File("head-of-4"));
            Workload.AppendAll(store, 4, 10);
            store.Cut(1, store.Head.Sequence, []);
        }
        Workload.Open(_directory.State).Dispose();
        File.Copy(_directory.File("head-of-4"), _directory.File("state/head"), overwrite: true);
        Workload.Open(_directory.State).Dispose();
    }

    [Fact]
    public void Every_flipped_or_missing_byte_of_the_head_file_counts_as_no_head_file_with_a_warning()
    {
        using (var store = Workload.Open(_directory.State))
            Workload.AppendAll(store, 0, 4);
        var head = File.ReadAllBytes(_directory.File("state/head"));
        Assert.Equal(64, head.Length);
        for (var at = 0; at < 60; at++)
        {
            var flipped = head.ToArray();
            flipped[at] ^= 0x10;
            ExpectWarning(flipped);
            ExpectWarning(head[..at]);
        }

        void ExpectWarning(byte[] content)
        {
            File.WriteAllBytes(_directory.File("state/head"), content);
            using var store = Workload.Open(_directory.State);
            Assert.Contains("head file", Assert.Single(store.Warnings), StringComparison.Ordinal);
            Assert.Equal(Workload.RecordsAfter(4), store.Head.Sequence);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_missing_database_is_refused_as_long_as_a_head_file_of_any_content_is_there(bool garbled)
    {
        using (var store = Workload.Open(_directory.State))
            Workload.AppendAll(store, 0, 4);
        File.Delete(_directory.File("state/store.db"));
        if (garbled)
            File.WriteAllText(_directory.File("state/head"), "x");
        Assert.Equal(garbled ? "STORE_DAMAGED" : "JOURNAL_BEHIND_HEAD", Assert.Throws<StoreException>(() => Workload.Open(_directory.State)).Code);
        Assert.False(File.Exists(_directory.File("state/store.db")));
    }

    [Fact]
    public void Without_the_head_file_option_none_is_written_or_believed()
    {
        using (SqliteStore.Open(new SqliteStoreOptions { Directory = _directory.State, HeadFile = false, ReserveBytes = 0 }, new FakeTime()))
            Assert.False(File.Exists(_directory.File("state/head")));
    }

    [Fact]
    public void Offline_verification_reports_instead_of_refusing()
    {
        var old = Behind(4, 10);
        var report = OfflineStore.Verify(old);
        Assert.Equal(Workload.RecordsAfter(4), report.Records);
        Assert.Contains("head file", Assert.Single(report.Problems).What, StringComparison.Ordinal);
        Assert.Equal("STORE_MISSING", Assert.Throws<StoreException>(() => OfflineStore.Verify(_directory.File("nowhere"))).Code);
    }
}
