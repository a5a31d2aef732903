using Drover.Kernel.Operations;

namespace Drover.Services.Nodes;

/// <summary>What an operation would do, told instead of doing it, or before.</summary>
internal static class Rehearsals
{
    /// <summary>Says in the log of the job what it would do.</summary>
    /// <exception cref="OperationException">Why it would not succeed.</exception>
    public static OpcodeOutcome Tell(this OperationContext context, (IReadOnlyList<string> Lines, OperationException? Problem) rehearsal)
    {
        foreach (var line in rehearsal.Lines)
            context.Log(line);
        return rehearsal.Problem is null ? OpcodeOutcome.None : throw rehearsal.Problem;
    }
}
