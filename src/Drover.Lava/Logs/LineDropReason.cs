namespace Drover.Lava.Logs;

/// <summary>Why a message on the log socket was dropped.</summary>
public enum LineDropReason
{
    /// <summary>It has not exactly two frames.</summary>
    NotTwoFrames,

    /// <summary>The job id is no positive number.</summary>
    BadJobId,

    /// <summary>It is longer than is allowed: <see cref="LogOptions.MaximumLine"/>.</summary>
    TooLong,

    /// <summary>It is empty, no UTF-8, or not a line.</summary>
    NotText,

    /// <summary>A mapping without <c>lvl</c> or without <c>msg</c>.</summary>
    NoLevelOrMessage,

    /// <summary>It came with a key that is not allowed any more.</summary>
    KeyNotAllowed,

    /// <summary>A fault in the domain: it threw while it took the lines.</summary>
    Fault,
}
