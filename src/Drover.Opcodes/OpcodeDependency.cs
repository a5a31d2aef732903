namespace Drover.Opcodes;

/// <summary>A job that has to end before this opcode runs.</summary>
/// <param name="Job">Number of the job; when negative, so many jobs before this one in the same submit.</param>
/// <param name="Statuses">Final statuses (canceled, error, success) with which it may end; empty for any.</param>
public sealed record OpcodeDependency(long Job, IReadOnlyList<string> Statuses)
{
    /// <summary>Whether the job is counted back from the own one in the same submit.</summary>
    public bool IsRelative => Job < 0;
}
