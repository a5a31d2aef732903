using Drover.Kernel.Commands;

namespace Drover.Kernel.Operations;

/// <summary>An operation that changes nothing but the kernel's state: it is decided in the writer's turn, in the same transaction
/// as its grant and its outcome.</summary>
public abstract class StateOperation : Operation
{
    /// <summary>Decides. Whatever is emitted is dropped when it throws.</summary>
    protected internal abstract OpcodeOutcome Decide(OpcodeScope scope, Decision decision);
}
