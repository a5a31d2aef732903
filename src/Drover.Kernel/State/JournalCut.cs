using Drover.Kernel.Journal;

namespace Drover.Kernel.State;

/// <summary>Removes the front of the journal in steps that are short enough to be done between turns of the writer.</summary>
internal sealed class JournalCut(KernelModel model, IStore store, long term)
{
    private const int RecordsAtOnce = 500;

    /// <summary>Removes some more records, at most those up to <paramref name="through"/>. True while there are more.</summary>
    /// <exception cref="StoreException">Nothing was changed by this step.</exception>
    public bool Step(long through)
    {
        through = Math.Min(through, store.Head.Sequence);
        using var reader = store.Read();
        var anchor = reader.Anchor;
        if (through <= anchor.Sequence)
            return false;
        var last = Math.Min(through, anchor.Sequence + RecordsAtOnce);
        var after = Math.Max(anchor.Sequence, anchor.BaseSequence);
        store.Cut(term, last, last <= after ? [] : BaseRows.Advance(model, reader, reader.Journal(after, (int)(last - after))));
        return last < through;
    }
}
