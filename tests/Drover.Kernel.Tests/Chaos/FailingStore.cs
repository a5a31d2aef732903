using Drover.Kernel.Journal;
using Drover.Tests.Shared;

namespace Drover.Kernel.Tests.Chaos;

/// <summary>A real store whose writes fail as the dice fall; then nothing is written.</summary>
internal sealed class FailingStore(IStore store, Dice dice) : StoreProxy(store)
{
    public override StoreHealth Health => StoreHealth.Ok;

    public override void Append(long term, long expectedSequence, IReadOnlyList<JournalRecord> records, IReadOnlyList<RowChange> rows)
    {
        Roll();
        base.Append(term, expectedSequence, records, rows);
    }

    public override void Cut(long term, long throughSequence, IReadOnlyList<RowChange> baseRows)
    {
        Roll();
        base.Cut(term, throughSequence, baseRows);
    }

    private void Roll()
    {
        if (dice.Misbehaves())
            throw new StoreException("STORE_FULL", "The dice say that the disk is full.");
    }
}
