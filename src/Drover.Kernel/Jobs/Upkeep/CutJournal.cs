using Drover.Kernel.Commands;

namespace Drover.Kernel.Jobs;

/// <summary>Removes the front of the journal; an anchor with the last removed number and hash stays.</summary>
internal sealed class CutJournal(long through) : Command<bool>
{
    protected internal override bool Decide(Decision decision)
    {
        decision.Keep(store => store.CutJournal(through));
        return true;
    }
}
