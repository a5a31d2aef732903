namespace Drover.Opcodes;

/// <summary>What a door asks of the opcodes that come in through it.</summary>
/// <param name="SubmitPrioritiesOnly">Only -10, 0 and 10 are valid; otherwise -20 (most urgent) to 19.</param>
/// <param name="ReasonRequired">The key <c>reason</c> must be there.</param>
/// <param name="MaxDepth">How deep an opcode may nest lists and objects, counting itself.</param>
public sealed record OpcodeReadOptions(bool SubmitPrioritiesOnly, bool ReasonRequired, int MaxDepth = 64)
{
    /// <summary>HTTP, the command line, and jobs that come out of jobs.</summary>
    public static OpcodeReadOptions Own { get; } = new(SubmitPrioritiesOnly: false, ReasonRequired: false);
}
