using Drover.Kernel.Commands;

namespace Drover.Services.Levels;

/// <summary>An observation: a group has changed its state. Null removes what is durable of it.</summary>
internal sealed class RecordGroup(string key, ServiceGroupRecord? record) : Command<bool>
{
    protected override bool Decide(Decision decision)
    {
        if (record is not null)
            decision.Store(ServiceGroupRecord.Kind, key, record);
        else if (decision.State.Objects.Find(ServiceGroupRecord.Kind, key) is not null)
            decision.Remove(ServiceGroupRecord.Kind, key);
        return true;
    }
}
