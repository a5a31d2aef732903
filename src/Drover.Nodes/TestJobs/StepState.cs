namespace Drover.Nodes.TestJobs;

/// <summary>How it is with the process of a definition.</summary>
/// <param name="IsKnown">Whether there is one, or was.</param>
/// <param name="End">How it ended; null while it runs, and when there is none.</param>
public sealed record StepState(bool IsKnown, StepEnd? End = null)
{
    /// <summary>There is none.</summary>
    public static StepState None { get; } = new(false);

    /// <summary>It runs.</summary>
    public static StepState Running { get; } = new(true);

    /// <summary>Whether it runs.</summary>
    public bool Runs => IsKnown && End is null;
}
