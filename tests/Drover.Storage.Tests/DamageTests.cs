using Drover.Kernel.Journal;
using Drover.Storage.Sqlite;

namespace Drover.Storage.Tests;

/// <summary>Cuts and flips bytes of a store that was not closed: opening and reading gives everything, or an error, never less.</summary>
public sealed class DamageTests : IDisposable
{
    private const int PageBytes = 4096, LogHeaderBytes = 32, FrameHeaderBytes = 24, Batches = 60;

    private readonly TestDirectory _directory = new();
    private readonly List<string> _all = Workload.Expected(Batches);
    private readonly List<string> _allButLogs = Workload.Expected(Batches, logsAndTokens: false);
    private readonly byte[] _database, _log, _head;
    private int _refused, _whole;

    public DamageTests()
    {
        // Two thirds are in the database, the rest only in the write-ahead log, which closing has begun anew.
        using (var first = Workload.Open(_directory.State))
            Workload.AppendAll(first, 0, Batches * 2 / 3);
        using var store = Workload.Open(_directory.State);
        Workload.AppendAll(store, Batches * 2 / 3, Batches);
        var copy = _directory.Snapshot("copy");
        (_database, _log, _head) = (Read("store.db"), Read("store.db-wal"), Read("head"));

        byte[] Read(string name) => File.ReadAllBytes(Path.Combine(copy, name));
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Undamaged_files_give_everything()
    {
        Assert.True(_log.Length > LogHeaderBytes + (20 * (FrameHeaderBytes + PageBytes)));
        Try(_database, _log, "nothing");
        Assert.Equal((0, 1), (_refused, _whole));
    }

    [Fact]
    public void A_log_cut_at_or_in_any_frame_never_loses_silently()
    {
        for (var at = LogHeaderBytes; at < _log.Length; at += FrameHeaderBytes + PageBytes)
        {
            Try(_database, _log[..at], $"log cut at {at}");
            Try(_database, _log[..(at + 7)], $"log cut at {at + 7}");
            Try(_database, _log[..(at + FrameHeaderBytes)], $"log cut at {at + FrameHeaderBytes}");
            Try(_database, _log[..(at + FrameHeaderBytes + 2000)], $"log cut at {at + FrameHeaderBytes + 2000}");
        }
        Try(_database, [], "log empty");
        Try(_database, null, "log missing");
        Try(_database, _log[..20], "log header cut");
        Assert.Equal(0, _whole);
    }

    [Fact]
    public void A_flipped_byte_in_any_frame_of_the_log_never_loses_silently()
    {
        var random = new Random(20240607);
        for (var at = 0; at < LogHeaderBytes; at++)
            Try(_database, Flip(_log, at, random), $"log header flipped at {at}, seed 20240607");
        for (var frame = LogHeaderBytes; frame < _log.Length; frame += FrameHeaderBytes + PageBytes)
        {
            foreach (var offset in new[] { 0, 4, 8, 16, 20, FrameHeaderBytes, FrameHeaderBytes + PageBytes - 1, random.Next(FrameHeaderBytes + PageBytes) })
                Try(_database, Flip(_log, frame + offset, random), $"log flipped at {frame}+{offset}, seed 20240607");
        }
        Assert.NotEqual(0, _refused);
    }

    [Fact]
    public void A_database_cut_at_or_in_any_page_never_loses_silently()
    {
        for (var at = 0; at < _database.Length; at += PageBytes)
        {
            Try(_database[..at], _log, $"database cut at {at}");
            Try(_database[..(at + 100)], _log, $"database cut at {at + 100}");
        }
        Try(null, _log, "database missing");
        Assert.NotEqual(0, _refused);
    }

    [Fact]
    public void A_flipped_byte_in_any_page_of_the_database_never_loses_silently()
    {
        var random = new Random(20240608);
        for (var at = 0; at < 100; at++)
            Try(Flip(_database, at, random), _log, $"database header flipped at {at}, seed 20240608");
        for (var page = 0; page < _database.Length; page += PageBytes)
        {
            // The header of a tree page, its cell pointers, the ends of its content, and anywhere.
            int[] offsets = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 17, 2048, PageBytes - 2, PageBytes - 1, .. Enumerable.Range(0, 12).Select(_ => random.Next(PageBytes))];
            foreach (var offset in offsets)
                Try(Flip(_database, page + offset, random), _log, $"database flipped at {page}+{offset}, seed 20240608");
        }
        Assert.NotEqual(0, _refused);
        Assert.NotEqual(0, _whole);
    }

    [Fact]
    public void A_page_of_zeros_in_place_of_any_page_never_loses_silently()
    {
        for (var page = 0; page < _database.Length; page += PageBytes)
        {
            var damaged = _database.ToArray();
            damaged.AsSpan(page, PageBytes).Clear();
            Try(damaged, _log, $"database page at {page} zeroed");
        }
        Assert.NotEqual(0, _refused);
    }

    [Fact]
    public void A_log_that_was_moved_into_the_database_and_then_damaged_does_not_bring_old_pages_back()
    {
        var state = _directory.File("moved");
        byte[] database, log, head;
        using (var store = Workload.Open(state))
        {
            Workload.AppendAll(store, 0, Batches);
            store.CheckpointWhenIdle();
            var copy = _directory.Snapshot("moved-copy", of: state);
            (database, log, head) = (File.ReadAllBytes(Path.Combine(copy, "store.db")), File.ReadAllBytes(Path.Combine(copy, "store.db-wal")), File.ReadAllBytes(Path.Combine(copy, "head")));
        }
        var random = new Random(20240609);
        for (var frame = LogHeaderBytes; frame < log.Length; frame += FrameHeaderBytes + PageBytes)
            Try(database, Flip(log, frame + random.Next(FrameHeaderBytes + PageBytes), random), $"moved log flipped in frame at {frame}, seed 20240609", head);
        Assert.NotEqual(0, _refused);
        Assert.NotEqual(0, _whole);
    }

    [Theory]
    [InlineData("DELETE FROM journal WHERE seq = (SELECT max(seq) - 5 FROM journal)", "of the journal is missing")]
    [InlineData("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)", "of the journal is missing")]
    [InlineData("DELETE FROM journal WHERE seq < (SELECT min(seq) + 2 FROM journal)", "the journal begins at record")]
    [InlineData("DELETE FROM journal", "the journal begins at record")]
    public void A_journal_that_is_read_from_its_end_never_loses_silently(string damage, string message)
    {
        using var store = Workload.Open(_directory.State);
        using (var other = SqliteConnection.Open(_directory.File("state/store.db"), create: false))
            other.Execute(damage);
        using var reader = store.Read();
        var error = Assert.Throws<StoreException>(() => reader.JournalBackwards().Count());
        Assert.Equal("STORE_DAMAGED", error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Jobs_that_are_read_from_the_end_never_lose_silently()
    {
        using var store = Workload.Open(_directory.State);
        using (var other = SqliteConnection.Open(_directory.File("state/store.db"), create: false))
            other.Execute("DELETE FROM jobs WHERE id = (SELECT min(id) FROM jobs WHERE phase = 'a')");
        using var reader = store.Read();
        Assert.Equal("STORE_DAMAGED", Assert.Throws<StoreException>(() => reader.JobsBackwards(JobPhase.Archived).Count()).Code);
    }

    private static byte[] Flip(byte[] bytes, int at, Random random)
    {
        var flipped = bytes.ToArray();
        flipped[at] ^= (byte)(1 << random.Next(8));
        return flipped;
    }

    private void Try(byte[]? database, byte[]? log, string what, byte[]? head = null)
    {
        var target = _directory.File("damaged");
        Directory.CreateDirectory(target);
        foreach (var file in Directory.GetFiles(target))
            File.Delete(file);
        if (database is not null)
            File.WriteAllBytes(Path.Combine(target, "store.db"), database);
        if (log is not null)
            File.WriteAllBytes(Path.Combine(target, "store.db-wal"), log);
        File.WriteAllBytes(Path.Combine(target, "head"), head ?? _head);
        try
        {
            using var store = Workload.Open(target);
            // What the daemon reads at start must be whole. Log entries and tokens are read one by one later: there a full
            // verification has to find what is missing.
            var there = Workload.Dump(store, logsAndTokens: false);
            Assert.True(there.SequenceEqual(_allButLogs), $"{what}: opened, but something is missing or changed: {Difference(there, _allButLogs)}");
            if (store.Verify(full: true).IsSound)
            {
                var all = Workload.Dump(store);
                Assert.True(all.SequenceEqual(_all), $"{what}: verified, but something is missing or changed: {Difference(all, _all)}");
            }
            _whole++;
        }
        catch (StoreException error)
        {
            Assert.Contains(error.Code, new[] { "STORE_DAMAGED", "JOURNAL_BEHIND_HEAD", "STORE_FORMAT_NEWER" });
            _refused++;
        }
    }

    private static string Difference(List<string> there, List<string> expected) =>
        $"{there.Count} of {expected.Count}; missing: {expected.Except(there).FirstOrDefault()}; new: {there.Except(expected).FirstOrDefault()}";
}
