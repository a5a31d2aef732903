using Drover.Kernel.Logs;

namespace Drover.Lab.Logs;

/// <summary>The log of a test job to which lines come. Its own lock is held while it is used.</summary>
internal sealed class OpenLog(long job, Timestamp submitted, ILogAppender appender, CaseMarkers markers)
{
    public long Job { get; } = job;

    public Timestamp Submitted { get; } = submitted;

    public ILogAppender Appender { get; } = appender;

    public CaseMarkers Markers { get; } = markers;

    /// <summary>Stamp of its last use.</summary>
    public long Used { get; set; }

    public bool IsClosed { get; set; }

    /// <summary>Whether the line has been written that says that it is full.</summary>
    public bool HasSaidFull { get; set; }
}
