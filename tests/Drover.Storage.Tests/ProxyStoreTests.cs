using Drover.Kernel.Journal;
using Drover.Storage.Faults;
using Drover.Storage.Sqlite;
using Drover.Storage.Tests.Kit;
using Drover.Tests.Shared;

namespace Drover.Storage.Tests;

/// <summary>The double that tests of the kernel put before a store does what any store must do.</summary>
public sealed class ProxyStoreTests : StoreKit
{
    protected override IStore Open(IStoreFaults? faults = null) => new Proxy(SqliteStore.Open(
        new SqliteStoreOptions { Directory = Directory.State, ReserveBytes = 0, LowWater = 0, Faults = faults }, new FakeTime()));

    protected override Exception Obstacle() => new SqliteException(SqliteResult.Busy, "as the test wants");

    protected override IEnumerable<string> Problems(IStore store) => ((Proxy)store).Inner.Verify(full: true).Problems.Select(p => p.What);

    private sealed class Proxy(SqliteStore store) : StoreProxy(store)
    {
        public SqliteStore Inner => store;

        public override IStoreReader Read() => new ReaderProxy(base.Read(), _ => { });
    }
}
