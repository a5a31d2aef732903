namespace Drover.Kernel.Operations;

/// <summary>An operation that acts on the world: it runs as a task after its start is durable.</summary>
public abstract class EffectOperation : Operation
{
    /// <summary>Does it. Cancellation is only asked for when <see cref="Operation.Interruptible"/>, by a kill, or at shutdown.</summary>
    protected internal abstract Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken);
}
