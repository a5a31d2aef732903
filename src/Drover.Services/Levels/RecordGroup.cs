using Drover.Kernel.Commands;
using Drover.Nodes.Services;

namespace Drover.Services.Levels;

/// <summary>An observation: a node has reported where a group stands. Null: it is gone, and so is what is durable of it.</summary>
internal sealed class RecordGroup(GroupKey group, GroupStatus? status) : Command<bool>
{
    protected override bool Decide(Decision decision)
    {
        var known = decision.State.Objects.Find(ServiceGroupRecord.Kind, group.ToString());
        if (status is not null && known?.Status != status)
            decision.Store(ServiceGroupRecord.Kind, group.ToString(), ServiceGroupRecord.Of(group, status));
        else if (status is null && known is not null)
            decision.Remove(ServiceGroupRecord.Kind, group.ToString());
        return true;
    }
}
