using Drover.Kernel.Commands;
using Drover.Nodes.Services;
using Drover.Services.Levels;

namespace Drover.Services.Nodes;

/// <summary>An observation: a node has left the fleet. What is durable of its groups goes with it.</summary>
internal sealed class ForgetNode(string node) : Command<bool>
{
    protected override bool Decide(Decision decision)
    {
        foreach (var record in decision.State.Objects.All(ServiceGroupRecord.Kind).Where(record => record.Node == node).ToList())
            decision.Remove(ServiceGroupRecord.Kind, new GroupKey(record.Node, record.Group).ToString());
        if (decision.State.Objects.Find(ReportMark.Kind, node) is not null)
            decision.Remove(ReportMark.Kind, node);
        return true;
    }
}
