using Drover.Nodes;
using P = Drover.NodeWire.Protocol;

namespace Drover.NodeWire.Translation;

/// <summary>Orders and refusals as messages.</summary>
public static class OrderTranslation
{
    /// <summary>An order as a message.</summary>
    public static P.Order ToMessage(this NodeCommand command) => new() { Term = command.Term, Key = command.Key.ToMessage(), Lease = command.Lease };

    /// <summary>A key as a message.</summary>
    public static P.Key ToMessage(this CommandKey key) => new() { Job = key.Job, Opcode = key.Opcode, Step = key.Step };

    /// <summary>The order of a message; one of term 0 when it has none.</summary>
    public static NodeCommand ToCommand(this P.Order? order) => order is null ? default : new(order.Term, order.Key.ToKey()) { Lease = order.Lease };

    /// <summary>The key of a message.</summary>
    public static CommandKey ToKey(this P.Key? key) => key is null ? default : new(key.Job, key.Opcode, key.Step);

    /// <summary>A refusal as a message; null when there is none.</summary>
    public static P.Refusal? ToMessage(this NodeRefusal? refusal)
    {
        if (refusal is null)
            return null;
        var message = new P.Refusal { Kind = (int)refusal.Kind };
        if (refusal.Detail is { } detail)
            message.Detail = detail;
        return message;
    }

    /// <summary>The refusal of a message; null when there is none.</summary>
    public static NodeRefusal? ToRefusal(this P.Refusal? refusal) =>
        refusal is null ? null : new((NodeRefusalKind)refusal.Kind, refusal.HasDetail ? refusal.Detail : null);
}
