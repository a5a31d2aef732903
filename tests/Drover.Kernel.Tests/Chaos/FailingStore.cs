using Drover.Kernel.Journal;

namespace Drover.Kernel.Tests.Chaos;

/// <summary>A real store whose commits fail as the dice fall; then nothing is written.</summary>
internal sealed class FailingStore(IStore store, Dice dice) : IStore
{
    public StoreHead Head => store.Head;

    public StoreHealth Health => StoreHealth.Ok;

    public void Append(long term, long expectedSequence, IReadOnlyList<JournalRecord> records, IReadOnlyList<RowChange> rows)
    {
        if (dice.Misbehaves())
            throw new StoreException("STORE_FULL", "The dice say that the disk is full.");
        store.Append(term, expectedSequence, records, rows);
    }

    public IStoreReader Read() => store.Read();

    public void CheckpointWhenIdle() => store.CheckpointWhenIdle();

    public void CutJournal(long throughSequence) => store.CutJournal(throughSequence);

    public void Dispose() => store.Dispose();
}
