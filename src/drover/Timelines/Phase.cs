namespace Drover.Cli.Timelines;

/// <summary>A while in the life of a job.</summary>
/// <param name="Kind">What it did.</param>
/// <param name="Opcode">Which of its opcodes; null for the job as a whole.</param>
/// <param name="Text">What it waited for, or which locks it ran with; empty where nothing is to be said.</param>
/// <param name="Outcome">How a run ended; null while it goes on, and of others.</param>
internal sealed record Phase(PhaseKind Kind, int? Opcode, DateTimeOffset Begin, DateTimeOffset End, string Text, string? Outcome)
{
    /// <summary>It goes on.</summary>
    public bool IsOpen { get; init; }

    public TimeSpan Length => End - Begin;
}
