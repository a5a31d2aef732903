using Drover.Services.Cltab;
using Drover.Services.Processes;

namespace Drover.Services.Groups;

/// <summary>What a daemon that has just started finds of a process.</summary>
/// <param name="Tag">Tag of its entry.</param>
/// <param name="Run">Number of its run.</param>
/// <param name="Pid">Its process id; 0 if the main process has ended.</param>
/// <param name="Fate">What lives of it.</param>
/// <param name="Status">How the main process ended; unknown if nobody saw it.</param>
/// <param name="StartedAs">The entry as it was started; null if that is the entry of the group's definition.</param>
public sealed record AdoptedProcess(string Tag, long Run, int Pid, AdoptedFate Fate, ExitStatus Status, CltabEntry? StartedAs)
{
    /// <summary>The account of its entry when it was started; times by the clock of the steps, where those before the first step are negative.</summary>
    public ProcessAccount Account { get; init; } = ProcessAccount.None;

    /// <summary>When it was started; null if that is not known.</summary>
    public TimeSpan? StartedAt { get; init; }

    /// <summary>When it ended; null if it lives, or nobody saw it.</summary>
    public TimeSpan? EndedAt { get; init; }

    /// <summary>Whether it has said that it is ready, if its entry asks for that.</summary>
    public bool IsReady { get; init; } = true;
}
