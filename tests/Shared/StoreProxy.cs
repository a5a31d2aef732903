using Drover.Kernel.Journal;

namespace Drover.Tests.Shared;

/// <summary>A store that hands everything on to another one; tests override what they want to see or to change.</summary>
internal class StoreProxy(IStore store) : IStore
{
    public virtual StoreHead Head => store.Head;

    public virtual StoreHealth Health => store.Health;

    public virtual void Append(long term, long expectedSequence, IReadOnlyList<JournalRecord> records, IReadOnlyList<RowChange> rows) =>
        store.Append(term, expectedSequence, records, rows);

    public virtual IStoreReader Read() => store.Read();

    public virtual Task<long> FollowAsync(long afterSequence, CancellationToken cancellationToken) => store.FollowAsync(afterSequence, cancellationToken);

    public virtual Task<StoreLease> AcquireAsync(CancellationToken cancellationToken) => store.AcquireAsync(cancellationToken);

    public virtual void Renew(long term) => store.Renew(term);

    public virtual void CheckpointWhenIdle() => store.CheckpointWhenIdle();

    public virtual void Cut(long term, long throughSequence, IReadOnlyList<RowChange> baseRows) => store.Cut(term, throughSequence, baseRows);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            store.Dispose();
    }
}
