namespace Drover.Nodes.Commands;

/// <summary>How a command can end.</summary>
public enum CommandEndKind
{
    /// <summary>It ended by itself, or by a signal of others.</summary>
    Ended,

    /// <summary>It ran for longer than it may, and was ended.</summary>
    TimedOut,

    /// <summary>It was ended by an order.</summary>
    Cancelled,

    /// <summary>The program that ran it ended meanwhile. How the command ended is not known, and it is not run again.</summary>
    Lost,

    /// <summary>It could not be started.</summary>
    NotStarted,
}

/// <summary>How a command ended.</summary>
/// <param name="Kind">How.</param>
/// <param name="Exit">Its exit code; null if a signal ended it, or nobody knows.</param>
/// <param name="Signal">The signal that ended it; null if it exited, or nobody knows.</param>
/// <param name="Detail">Why it was lost, cancelled or not started; else null.</param>
/// <param name="Dropped">Bytes of its output that were not told.</param>
/// <param name="Left">Processes that it had left behind and that were ended.</param>
public sealed record CommandEnd(CommandEndKind Kind, int? Exit = null, int? Signal = null, string? Detail = null, long Dropped = 0, int Left = 0);
