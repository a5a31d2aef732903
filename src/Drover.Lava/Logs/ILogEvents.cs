namespace Drover.Lava.Logs;

/// <summary>The domain behind the log door. It is called on the door's thread, one call at a time.</summary>
public interface ILogEvents
{
    /// <summary>Lines of one job, in the order in which they were sent. A call that takes its time holds the senders back, and loses nothing.</summary>
    void Received(long jobId, ReadOnlySpan<LogLine> lines);
}
