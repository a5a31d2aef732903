namespace Drover.Services.Processes;

/// <summary>What counts for and against an entry over its runs. It goes with each start, so that the next daemon goes on with it.</summary>
/// <param name="Restarts">Starts after a death, since its level was begun.</param>
/// <param name="LastExit">How its main process last ended; null if it never did.</param>
/// <param name="DiedAt">When it last died; null if it never did.</param>
/// <param name="Hits">Quick deaths that count against it.</param>
/// <param name="Pauses">Pauses that the next one is longer for.</param>
public sealed record ProcessAccount(int Restarts, ExitStatus? LastExit, TimeSpan? DiedAt, int Hits, int Pauses)
{
    /// <summary>Whether this run of it took longer than it may, so that it is being stopped.</summary>
    public bool IsOverdue { get; init; }

    /// <summary>Nothing has happened yet.</summary>
    public static ProcessAccount None { get; } = new(0, null, null, 0, 0);

    /// <summary>The same by a clock that is ahead by so much.</summary>
    public ProcessAccount Shift(TimeSpan ahead) => DiedAt is { } died ? this with { DiedAt = died + ahead } : this;
}
