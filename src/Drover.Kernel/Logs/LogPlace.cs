namespace Drover.Kernel.Logs;

/// <summary>A place in a log, named otherwise than by its offset.</summary>
/// <param name="Kind">How.</param>
/// <param name="Value">How many last lines; the line, from 1; or microseconds since the Unix epoch.</param>
public readonly record struct LogPlace(LogPlaceKind Kind, long Value);

/// <summary>How a place in a log is named.</summary>
public enum LogPlaceKind
{
    /// <summary>So many last lines.</summary>
    Tail,

    /// <summary>A line.</summary>
    Line,

    /// <summary>What came at a time or later.</summary>
    Time,
}
