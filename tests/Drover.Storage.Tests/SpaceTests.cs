using Drover.Kernel.Journal;
using Drover.Storage.Faults;
using Drover.Storage.Space;
using Drover.Storage.Sqlite;

namespace Drover.Storage.Tests;

public sealed class SpaceTests : IDisposable
{
    private const long Reserve = 64 * 4096;
    private static readonly TimeSpan s_checkAgain = TimeSpan.FromMilliseconds(250);

    private readonly TestDirectory _directory = new();
    private readonly FakeTime _time = new();
    private long _free = 1L << 30;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_reserve_is_really_allocated()
    {
        using var store = Open();
        Assert.Equal(ReserveState.Held, store.Reserve);
        Assert.Equal(Reserve, new FileInfo(_directory.File("state/reserve")).Length);
        Assert.InRange(TestSystem.AllocatedBytes(_directory.File("state/reserve")), Reserve, long.MaxValue);
    }

    [Fact]
    public void Below_the_low_water_mark_health_is_low_and_above_it_is_well_again()
    {
        using var store = Open();
        Assert.Equal(StoreHealth.Ok, store.Health);
        _free = SqliteStoreOptionsDefaults.LowWater - 1;
        Assert.Equal(StoreHealth.Ok, store.Health);
        _time.Advance(s_checkAgain);
        Assert.Equal(StoreHealth.LowSpace, store.Health);
        Assert.Equal(ReserveState.Held, store.Reserve);
        Workload.Append(store, 0);
        _free = SqliteStoreOptionsDefaults.LowWater;
        _time.Advance(s_checkAgain);
        Assert.Equal(StoreHealth.Ok, store.Health);
    }

    [Fact]
    public void Free_space_is_asked_for_at_most_every_250_milliseconds()
    {
        var asked = 0;
        var options = new SqliteStoreOptions { Directory = _directory.State, ReserveBytes = 0, FreeBytes = () => { asked++; return 1L << 30; } };
        using var store = SqliteStore.Open(options, _time);
        asked = 0;
        for (var i = 0; i < 1_000; i++)
        {
            _ = store.Health;
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }
        Assert.InRange(asked, 3, 4);
    }

    [Fact]
    public void No_reserve_is_made_where_it_would_bring_space_below_the_mark()
    {
        _free = SqliteStoreOptionsDefaults.LowWater + Reserve - 1;
        using var store = Open();
        Assert.Equal((ReserveState.GivenUp, StoreHealth.Ok), (store.Reserve, store.Health));
        _free++;
        _time.Advance(s_checkAgain);
        Assert.Equal(StoreHealth.Ok, store.Health);
        Assert.Equal(ReserveState.Held, store.Reserve);
    }

    [Fact]
    public void A_full_disk_costs_the_reserve_first_and_then_refuses_without_harm_until_there_is_room()
    {
        using (var store = Open(pageLimit: 150))
        {
            var batch = 0;
            while (store.Reserve == ReserveState.Held)
                Workload.Append(store, batch++);
            Assert.Equal(StoreHealth.LowSpace, store.Health);
            Assert.False(File.Exists(_directory.File("state/reserve")));
            Assert.Equal(Workload.Expected(batch), Workload.Dump(store));

            var error = Assert.Throws<StoreException>(() => Workload.AppendAll(store, batch, int.MaxValue));
            Assert.Equal("STORE_FULL", error.Code);
            Assert.InRange(Batches(store), batch + 10, int.MaxValue);
            Assert.Equal(Workload.Expected(Batches(store)), Workload.Dump(store));
            Assert.True(store.Verify(full: true).IsSound);

            _time.Advance(s_checkAgain);
            Assert.Equal((ReserveState.Held, StoreHealth.Ok), (Recovered(store), store.Health));
        }
        using var again = Open();
        Workload.AppendAll(again, 1_000, 1_002);
    }

    [Fact]
    public void After_a_failed_write_health_stays_low_while_the_reserve_does_not_fit()
    {
        var faults = new ThrowOnce(StoreStep.BeforeCommit, SqliteResult.Full);
        using var store = Open(faults: faults);
        _free = SqliteStoreOptionsDefaults.LowWater + Reserve - 1;
        Workload.Append(store, 0);
        Assert.Equal((ReserveState.GivenUp, StoreHealth.LowSpace), (store.Reserve, store.Health));
        _time.Advance(s_checkAgain);
        Assert.Equal(StoreHealth.LowSpace, store.Health);
        _free++;
        _time.Advance(s_checkAgain);
        Assert.Equal((StoreHealth.Ok, ReserveState.Held), (store.Health, store.Reserve));
        Assert.Equal(Workload.Expected(1), Workload.Dump(store));
    }

    [Fact]
    public void A_failed_sync_is_fatal_and_ends_all_writing()
    {
        var fatal = new List<string>();
        using (var store = Open(faults: new ThrowOnce(StoreStep.BeforeCommit, SqliteResult.IoErrorSync, after: 1), onFatal: fatal.Add))
        {
            Workload.Append(store, 0);
            Assert.Throws<StoreException>(() => Workload.Append(store, 1));
            Assert.Contains("did not confirm", Assert.Single(fatal), StringComparison.Ordinal);
            Assert.Equal("STORE_BROKEN", Assert.Throws<StoreException>(() => Workload.Append(store, 1)).Code);
            Assert.Equal("STORE_BROKEN", Assert.Throws<StoreException>(() => store.Cut(1, 1, [])).Code);
        }
        using var again = Workload.Open(_directory.State);
        Assert.Equal(Workload.Expected(1), Workload.Dump(again));
    }

    [Fact]
    public void A_disk_that_does_not_confirm_ends_the_process_and_keeps_what_was_acknowledged()
    {
        var preload = TestSystem.BuildFailingSync(_directory.Path, out var failNow);
        using var child = ChildProcess.Start(_directory.State, "write", preload: preload);
        var acknowledged = "";
        while (child.StandardOutput.ReadLine() is { } line)
        {
            if (line == "5")
                File.WriteAllText(failNow, "");
            acknowledged = line;
        }
        var error = child.StandardError.ReadToEnd();
        child.WaitForExit();
        Assert.NotEqual(0, child.ExitCode);
        Assert.Contains("the disk did not confirm a write", error, StringComparison.Ordinal);
        using var store = Workload.Open(_directory.State);
        var count = int.Parse(acknowledged, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(store.Head.Sequence, Workload.RecordsAfter(count), Workload.RecordsAfter(count + 1));
    }

    [Fact]
    public void A_small_file_system_that_fills_up_refuses_clearly_and_recovers_when_something_is_removed()
    {
        using var disk = new SmallDisk(_directory.File("disk"), "48m");
        var state = Path.Combine(disk.Path, "state");
        var ballast = Path.Combine(disk.Path, "ballast");
        File.WriteAllBytes(ballast, new byte[20 << 20]);
        var options = new SqliteStoreOptions { Directory = state, LowWater = 8 << 20, ReserveBytes = 4 << 20 };
        long written;
        using (var store = SqliteStore.Open(options, _time))
        {
            Assert.Equal((ReserveState.Held, StoreHealth.Ok), (store.Reserve, store.Health));
            var lowAt = Fill(store, until: () => store.Health == StoreHealth.LowSpace);
            var reserveGoneAt = Fill(store, until: () => store.Reserve == ReserveState.GivenUp);
            Assert.InRange(reserveGoneAt, lowAt + 1, int.MaxValue);
            Assert.Equal("STORE_FULL", Assert.Throws<StoreException>(() => Fill(store, () => false)).Code);
            written = store.Head.Sequence;
            Assert.InRange(written, reserveGoneAt + 10, int.MaxValue);
            Assert.True(store.Verify(full: true).IsSound);

            File.Delete(ballast);
            _time.Advance(s_checkAgain);
            Assert.Equal((StoreHealth.Ok, ReserveState.Held), (store.Health, store.Reserve));
            store.Append(1, written, Workload.Records(store.Head, 1), []);
        }
        using var again = SqliteStore.Open(options, _time);
        Assert.Equal(written + 1, again.Head.Sequence);
        Assert.True(again.Verify(full: true).IsSound);
    }

    private static int Batches(SqliteStore store)
    {
        using var reader = store.Read();
        return (int)reader.Jobs(JobPhase.Unfinished, withBody: false).Last().Id;
    }

    private long Fill(SqliteStore store, Func<bool> until)
    {
        while (!until())
        {
            store.Append(1, store.Head.Sequence, Workload.Records(store.Head, 1, payloadBytes: 50_000), []);
            _time.Advance(s_checkAgain);
        }
        return store.Head.Sequence;
    }

    private static ReserveState Recovered(SqliteStore store)
    {
        _ = store.Health;
        return store.Reserve;
    }

    private SqliteStore Open(long? pageLimit = null, IStoreFaults? faults = null, Action<string>? onFatal = null) => SqliteStore.Open(
        new SqliteStoreOptions
        {
            Directory = _directory.State, ReserveBytes = Reserve, PageLimit = pageLimit, Faults = faults,
            FreeBytes = () => _free, OnFatal = onFatal ?? (text => throw new InvalidOperationException(text)),
        },
        _time);

    private static class SqliteStoreOptionsDefaults
    {
        internal static readonly long LowWater = new SqliteStoreOptions { Directory = "" }.LowWater;
    }

    private sealed class ThrowOnce(StoreStep at, int code, int after = 0) : IStoreFaults
    {
        private int _left = after;

        public void At(StoreStep step)
        {
            if (step == at && _left-- == 0)
                throw new SqliteException(code, "as the test wants");
        }
    }
}
