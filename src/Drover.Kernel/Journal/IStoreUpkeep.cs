namespace Drover.Kernel.Journal;

/// <summary>What keeps a store small. The writer thread does it between its turns, in steps that are short.</summary>
public interface IStoreUpkeep
{
    /// <summary>Moves what was written lately to where it stays, when the writer is idle.</summary>
    void CheckpointWhenIdle();

    /// <summary>Removes journal records from the front and moves the base rows on to where they end, in one transaction.</summary>
    /// <param name="term">Term of the writer's lease.</param>
    /// <param name="throughSequence">The last record to remove; an anchor with its number, time and hash stays. The anchor itself when only base
    /// rows change.</param>
    /// <param name="baseRows">What these records changed, for <see cref="IStoreReader.Base"/>.</param>
    /// <exception cref="StoreException">Nothing was changed.</exception>
    void Cut(long term, long throughSequence, IReadOnlyList<RowChange> baseRows);
}
