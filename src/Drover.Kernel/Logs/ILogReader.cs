namespace Drover.Kernel.Logs;

/// <summary>One reader of a log. Not for more than one thread at a time. To follow a log, take <see cref="NextChange"/>, read to the end,
/// then await what was taken: whatever comes after the first step ends the wait.</summary>
public interface ILogReader : IDisposable
{
    /// <summary>How the log stands now.</summary>
    LogStat Stat();

    /// <summary>Reads what is there at an offset or after it.</summary>
    /// <param name="offset">The end of an earlier piece, in bytes; 0 for the oldest that is kept.</param>
    /// <param name="most">Most bytes; at least 1.</param>
    /// <exception cref="LogException">LOG_FAILED: it cannot be read.</exception>
    LogPiece Read(long offset, int most);

    /// <summary>Ends once the log may have changed after this call. A log that nobody writes to any more leaves it open for ever.</summary>
    Task NextChange();

    /// <summary>The offset at which so many last lines begin; that of the oldest byte when there are fewer. An unfinished last line counts.</summary>
    long FindTail(long lines);

    /// <summary>The offset of a line, counted from 1 over the life of the log: the oldest that is kept when it is gone, the end when it is not
    /// written yet. Null when the log has no line numbers.</summary>
    long? FindLine(long line);

    /// <summary>When the byte at an offset came, as near as is known: output of other processes has the time of the look that found it, which is made each
    /// second. Null when nothing is known.</summary>
    Timestamp? TimeOf(long offset);

    /// <summary>The offset of the first line that came at a time or later, as near as is known and rather too early; the end when there is none.</summary>
    long FindTime(Timestamp since);
}
