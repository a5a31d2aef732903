using Drover.Kernel.Commands;
using Drover.Kernel.Jobs;
using Drover.Locks;

namespace Drover.Kernel.Operations;

/// <summary>An operation that keeps something in the state while its opcodes are there: it takes part in the turns of the writer that accept, start and end one, and
/// what it emits is in the same transaction. Called with the working state that has the step already.</summary>
public interface ITurnOperation
{
    /// <summary>An opcode is accepted.</summary>
    /// <exception cref="SubmitRefusedException">It is refused, and with it the job.</exception>
    void Accepted(OpcodeScope scope, Decision decision);

    /// <summary>An opcode has its locks and starts. Whatever is thrown makes it fail.</summary>
    /// <param name="scope">The opcode.</param>
    /// <param name="locks">What it was given.</param>
    /// <param name="decision">The turn.</param>
    void Started(OpcodeScope scope, LockSet locks, Decision decision);

    /// <summary>An opcode has ended, whether it has run or not. What is thrown is logged, and what was emitted here before is dropped.</summary>
    /// <param name="scope">The opcode.</param>
    /// <param name="status">How: success, error or canceled.</param>
    /// <param name="decision">The turn.</param>
    void Ended(OpcodeScope scope, JobStatus status, Decision decision);
}
