using Drover.Kernel.Journal;
using Drover.Tests.Shared;

namespace Drover.Kernel.Tests.Chaos;

/// <summary>A real store whose writes fail when a test says so; then nothing is written.</summary>
/// <param name="store">The store.</param>
/// <param name="fails">Asked at each write.</param>
internal sealed class FailingStore(IStore store, Func<bool> fails) : StoreProxy(store)
{
    public override StoreHealth Health => StoreHealth.Ok;

    public override void Append(long term, long expectedSequence, IReadOnlyList<JournalRecord> records, IReadOnlyList<RowChange> rows)
    {
        RefuseAtTimes();
        base.Append(term, expectedSequence, records, rows);
    }

    public override void Cut(long term, long throughSequence, IReadOnlyList<RowChange> baseRows)
    {
        RefuseAtTimes();
        base.Cut(term, throughSequence, baseRows);
    }

    private void RefuseAtTimes()
    {
        if (fails())
            throw new StoreException("STORE_FULL", "The test says that the disk is full.");
    }
}
