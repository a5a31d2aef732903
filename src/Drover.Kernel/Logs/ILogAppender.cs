namespace Drover.Kernel.Logs;

/// <summary>The writer of a log. Not for more than one thread at a time. Disposing it leaves the log to the next one.</summary>
public interface ILogAppender : IDisposable
{
    /// <summary>Where the next byte goes.</summary>
    long End { get; }

    /// <summary>Number of the line to which the next byte belongs, from 1.</summary>
    long Line { get; }

    /// <summary>Writes bytes at the end and wakes readers. They survive the end of this process, and after <see cref="Sync"/> a loss of power.</summary>
    /// <exception cref="LogException">LOG_FAILED: nothing was written.</exception>
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Returns after the disk has all that was appended. Call it for a batch, not for a line.</summary>
    /// <exception cref="LogException">LOG_FAILED: what the disk has is not known.</exception>
    void Sync();

    /// <summary>Takes back the beginning of a line that has no end, as a crash may leave it in the middle of an <see cref="Append"/>.</summary>
    /// <exception cref="LogException">LOG_FAILED: it is still there.</exception>
    void DropUnfinishedLine();

    /// <summary>Cuts the front away, whole files at a time, until at most so many bytes are left; the file being written stays.</summary>
    void Trim(long budget);
}
