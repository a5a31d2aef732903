using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Kernel.Operations;

/// <summary>What an opcode would do by the published state, found out without a job: nothing is queued, recorded, held or changed.</summary>
/// <param name="Locks">The locks that it would ask for.</param>
/// <param name="Lines">Its steps in words; none where locks and prerequisites are all that can be said beforehand.</param>
/// <param name="Problem">Why it would fail as things are; null when nothing speaks against it.</param>
public sealed record Rehearsal(LockSet Locks, IReadOnlyList<string> Lines, OperationException? Problem)
{
    /// <summary>Rehearses an opcode for a caller who may submit it.</summary>
    /// <exception cref="NotAllowedException">The caller may not.</exception>
    public static async Task<Rehearsal> OfAsync(IKernel kernel, Caller caller, AcceptedOpcode opcode, int index, CancellationToken cancellationToken)
    {
        AccessGate.Require(caller, new Permission(AccessAction.Submit, Protected.Opcode, opcode.Schema.OpId));
        var operation = kernel.Model.Operation(opcode.Schema.OpId)!;
        using var scope = new OpcodeScope(0, index, caller.Principal, new RawJson((byte[])[.. opcode.Head.Span, (byte)'}']), Timestamp.From(kernel.Clock)) { State = kernel.State };
        var locks = LockSet.Empty;
        try
        {
            locks = operation.Locks(scope);
            operation.CheckPrerequisites(scope);
            var (lines, problem) = await operation.RehearseAsync(scope, cancellationToken);
            return new Rehearsal(locks, lines, problem);
        }
        catch (OperationException problem)
        {
            return new Rehearsal(locks, [], problem);
        }
    }
}
