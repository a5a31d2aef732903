namespace Drover.Agent;

/// <summary>What became of an invocation while no daemon looked.</summary>
public enum AdoptionOutcome
{
    /// <summary>It runs and is watched again; its end will be reported.</summary>
    Running,

    /// <summary>It has ended. The invocation stays known (for killing what is left of its tree) until it is forgotten.</summary>
    Exited,

    /// <summary>The daemon died before the process came to be. Nothing runs; the record is gone.</summary>
    NeverStarted,

    /// <summary>It belonged to the time before a reboot. The record is gone.</summary>
    Rebooted,

    /// <summary>The record could not be read; it was put aside under a name ending in <c>.bad</c>.</summary>
    Unreadable,
}

/// <summary>One record found at start.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Process">The invocation; null if the record was unreadable.</param>
/// <param name="Status">How it ended, where that is known.</param>
/// <param name="Problem">What was wrong with the record, for <see cref="AdoptionOutcome.Unreadable"/>.</param>
public sealed record AdoptedProcess(AdoptionOutcome Outcome, ProcessView? Process, ExitStatus Status = default, string? Problem = null)
{
    /// <summary>When it was started, by <see cref="BootClock"/>; null if that is not known.</summary>
    public TimeSpan? StartedAfterBoot { get; init; }

    /// <summary>When it ended, by <see cref="BootClock"/>; null if it runs, or ended while no daemon looked.</summary>
    public TimeSpan? EndedAfterBoot { get; init; }
}
