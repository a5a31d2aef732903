using Drover.Kernel.Journal;

namespace Drover.Kernel.Tests.Chaos;

/// <summary>A real store whose commits fail when a test says so; then nothing is written.</summary>
/// <param name="store">The store.</param>
/// <param name="fails">Asked at each commit.</param>
internal sealed class FailingStore(IStore store, Func<bool> fails) : IStore
{
    public StoreHead Head => store.Head;

    public StoreHealth Health => StoreHealth.Ok;

    public void Append(long term, long expectedSequence, IReadOnlyList<JournalRecord> records, IReadOnlyList<RowChange> rows)
    {
        if (fails())
            throw new StoreException("STORE_FULL", "The test says that the disk is full.");
        store.Append(term, expectedSequence, records, rows);
    }

    public IStoreReader Read() => store.Read();

    public void CheckpointWhenIdle() => store.CheckpointWhenIdle();

    public void CutJournal(long throughSequence) => store.CutJournal(throughSequence);

    public void Dispose() => store.Dispose();
}
