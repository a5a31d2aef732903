using Drover.Fleet.Connections;
using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Locks;
using Drover.Nodes;
using Drover.Opcodes;

namespace Drover.Fleet.Agents;

/// <summary>OP_AGENT_REMOVE: what runs on a node is stopped, and the node is known no more. A node that cannot be reached is removed all the same; the job says that it was not stopped.</summary>
internal sealed class RemoveAgent(FleetNodes nodes) : EffectOperation
{
    public override OpcodeSchema Schema { get; } = new("OP_AGENT_REMOVE", [new("node", ParameterType.Name, default, Required: true)], "node");

    public override Recovery Recovery => Recovery.Resume;

    public override LockSet Locks(OpcodeScope scope) => LockSet.Empty.With(FleetDomain.LockLevel, scope["node"].Text()!, LockMode.Exclusive);

    protected override async Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var node = context["node"].GetString()!;
        if (context.State.Objects.Find(FleetAgent.Kind, node) is not { } agent)
        {
            if (context.Resumed)
                return OpcodeOutcome.None;
            throw Refusal.Unknown("Agent of node", node);
        }
        if (context.DryRun)
        {
            context.Log(agent.Joined is null ? $"the invitation of {node} would be taken back" : $"what runs on {node} would be stopped, and its certificate count no more");
            return OpcodeOutcome.None;
        }
        if (agent.Joined is not null)
            await StopAsync(context, node, cancellationToken);
        await context.ExecuteAsync(new ForgetAgent(node), CancellationToken.None);
        nodes.Remove(node);
        return OpcodeOutcome.None;
    }

    private async Task StopAsync(OperationContext context, string node, CancellationToken cancellationToken)
    {
        context.WaitsFor = $"what runs on {node} to stop";
        var problem = "it is away";
        if (nodes.Find(node) is { Presence.IsHere: true } machine)
            try
            {
                var refusal = await machine.Services.HaltAsync(new NodeCommand(context.Term, new CommandKey(context.JobId, context.Opcode, 0)), cancellationToken);
                if (refusal is null)
                {
                    context.Log($"what ran on {node} is stopped");
                    return;
                }
                problem = $"it refused ({refusal.Kind})";
            }
            catch (NodeAwayException e)
            {
                problem = e.Message;
            }
        context.Log($"{node} could not be reached to stop what runs there ({problem}): it stops once its agent hears that it was removed");
    }
}

/// <summary>A node is known no more. Whoever shows one of its certificates is told so, until these would have ended.</summary>
internal sealed class ForgetAgent(string node) : Command<bool>
{
    protected override bool Decide(Decision decision)
    {
        foreach (var ended in decision.State.Objects.All(RemovedCertificate.Kind).Where(removed => removed.Ends < decision.Now).ToList())
            decision.Remove(RemovedCertificate.Kind, ended.Serial);
        if (decision.State.Objects.Find(FleetAgent.Kind, node) is not { } agent)
            return false;
        foreach (var certificate in agent.Certificates)
            RemovedCertificate.Store(decision, node, certificate);
        decision.Remove(FleetAgent.Kind, node);
        return true;
    }
}
