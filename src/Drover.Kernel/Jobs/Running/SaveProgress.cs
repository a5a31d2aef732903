using Drover.Kernel.Commands;
using Drover.Kernel.Events;

namespace Drover.Kernel.Jobs;

/// <summary>A resumable operation says how far it is.</summary>
internal sealed class SaveProgress(long id, int opcode, RawJson progress) : Command<bool>
{
    protected internal override bool Decide(Decision decision)
    {
        if (decision.State.Unfinished(id) is not { } job || job.Ops[opcode].Status != JobStatus.Running)
            return false;
        progress.Check("progress of the operation");
        decision.Emit(new OpcodeProgressed(id, opcode, progress));
        decision.Touch(id);
        return true;
    }
}
