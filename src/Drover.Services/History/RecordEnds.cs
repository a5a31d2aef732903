using Drover.Kernel.Commands;
using Drover.Nodes.Services;

namespace Drover.Services.History;

/// <summary>An observation: a node has reported that processes have ended. To record it twice changes nothing.</summary>
internal sealed class RecordEnds(IReadOnlyList<ProcessEnd> ends) : Command<bool>
{
    protected override bool Decide(Decision decision)
    {
        PastProcess.Table.Write(decision, ends.Select(PastProcess.Of));
        return true;
    }
}
