using Drover.Kernel.Commands;

namespace Drover.Kernel.Tables;

/// <summary>Removes rows that a table does not keep.</summary>
internal sealed class PruneTable(RowsRemoved rows) : Command<bool>
{
    protected internal override bool Decide(Decision decision)
    {
        decision.Emit(rows);
        return true;
    }
}
