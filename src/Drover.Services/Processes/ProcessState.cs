using Drover.Services.Cltab;

namespace Drover.Services.Processes;

/// <summary>The process of an entry. Times are those of the monotonic clock that the steps are given.</summary>
public sealed record ProcessState
{
    /// <summary>The entry as the process was, or is to be, started.</summary>
    public required CltabEntry Entry { get; init; }

    /// <summary>Its tag, by which it is known within its group.</summary>
    public string Tag => Entry.Tag;

    /// <summary>Where it stands.</summary>
    public ProcessPhase Phase { get; init; }

    /// <summary>Since when.</summary>
    public TimeSpan Since { get; init; }

    /// <summary>The level for which it was started.</summary>
    public string Level { get; init; } = "";

    /// <summary>Number of its latest start, counted from 1; reports about other runs are not heard. Never goes back.</summary>
    public long Run { get; init; }

    /// <summary>Process id of the main process; 0 if it does not run, or it is not yet known.</summary>
    public int Pid { get; init; }

    /// <summary>Whether the main process runs, or may.</summary>
    public bool MainLives { get; init; }

    /// <summary>Whether anything of its tree lives, or may.</summary>
    public bool TreeLives { get; init; }

    /// <summary>Whether it ran, failed to, or was ready once since its level was begun: the sequence need not wait for it again.</summary>
    public bool Launched { get; init; }

    /// <summary>Whether it died while no daemon ran, and its account is held for its next start.</summary>
    public bool IsCarried { get; init; }

    /// <summary>Whether it let the time for its readiness pass.</summary>
    public bool IsLate { get; init; }

    /// <summary>Whether it ran longer than it may, so that it is being stopped, and has failed however it ends.</summary>
    public bool IsOverdue { get; init; }

    /// <summary>Starts after a death, since its level was begun.</summary>
    public int Restarts { get; init; }

    /// <summary>How its main process last ended; null if it never did.</summary>
    public ExitStatus? LastExit { get; init; }

    /// <summary>Why it could not be started, or that it ran longer than it may; null if neither is so.</summary>
    public string? Error { get; init; }

    /// <summary>When it was last started.</summary>
    public TimeSpan StartedAt { get; init; }

    /// <summary>When it last died; null if it never did.</summary>
    public TimeSpan? DiedAt { get; init; }

    /// <summary>Quick deaths that count against it.</summary>
    public int Hits { get; init; }

    /// <summary>Pauses that the next one is longer for.</summary>
    public int Pauses { get; init; }

    /// <summary>When its pause ends; null if it does not pause.</summary>
    public TimeSpan? PausedUntil { get; init; }

    /// <summary>Signals of the ladder that were sent.</summary>
    public int Rung { get; init; }

    /// <summary>Number of its latest timer; never goes back.</summary>
    public long Timer { get; init; }

    /// <summary>Whether that timer runs.</summary>
    public bool TimerRuns { get; init; }

    /// <summary>What counts for and against it over its runs.</summary>
    public ProcessAccount Account => new(Restarts, LastExit, DiedAt, Hits, Pauses) { IsOverdue = IsOverdue };

    /// <summary>Whether the sequence of its level may pass it by.</summary>
    internal bool CountsAsRan => Phase switch
    {
        ProcessPhase.Up or ProcessPhase.Done or ProcessPhase.Pass or ProcessPhase.Fail or ProcessPhase.Broken => true,
        ProcessPhase.Pausing or ProcessPhase.Cleaning => true,
        ProcessPhase.Setup or ProcessPhase.Awaiting => Launched,
        _ => false,
    };
}
