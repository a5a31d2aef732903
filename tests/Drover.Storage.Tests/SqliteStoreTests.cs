using Drover.Kernel.Journal;
using Drover.Storage.Faults;
using Drover.Storage.Sqlite;
using Drover.Storage.Tests.Kit;

namespace Drover.Storage.Tests;

/// <summary>What any store must do, and what this one does with its files.</summary>
public sealed class SqliteStoreTests : StoreKit
{
    protected override IStore Open(IStoreFaults? faults = null) => SqliteStore.Open(
        new SqliteStoreOptions { Directory = Directory.State, ReserveBytes = 0, LowWater = 0, Faults = faults }, new FakeTime());

    protected override Exception Obstacle() => new SqliteException(SqliteResult.Busy, "as the test wants");

    protected override IEnumerable<string> Problems(IStore store) => ((SqliteStore)store).Verify(full: true).Problems.Select(p => p.What);

    [Fact]
    public void Files_are_readable_for_their_owner_alone()
    {
        System.IO.Directory.CreateDirectory(Directory.State, (UnixFileMode)0b111_101_101);
        using var store = Open();
        Workload.Append(store, 0);
        Assert.All(System.IO.Directory.GetFiles(Directory.State), f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(f)));
    }

    [Fact]
    public void The_log_is_moved_into_the_database_when_it_is_long()
    {
        var options = new SqliteStoreOptions { Directory = Directory.State, ReserveBytes = 0, LowWater = 0, CheckpointAt = 400_000 };
        using var store = SqliteStore.Open(options, new FakeTime());
        Workload.AppendAll(store, 0, 500);
        Assert.InRange(new FileInfo(Directory.File("state/store.db-wal")).Length, 1, 1_000_000);
        Assert.Null(store.Problem);
        Assert.Empty(Problems(store));
    }

    [Fact]
    public void A_full_verification_says_what_it_has_read()
    {
        using var store = SqliteStore.Open(Workload.Options(Directory.State), new FakeTime());
        store.Append(1, 0, Workload.Records(store.Head, 1_200), []);
        store.Cut(1, 1_150, []);
        var report = store.Verify(full: true);
        Assert.Equal((50, 1_151, 1_200, 1_150), (report.Records, report.First, report.Last, report.AnchorSequence));
    }
}
