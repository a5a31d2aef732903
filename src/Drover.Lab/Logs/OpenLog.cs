using Drover.Kernel;
using Drover.Kernel.Logs;
using Drover.Lab.Results;

namespace Drover.Lab.Logs;

/// <summary>The log of a test job to which lines come. Its own lock is held while it is used.</summary>
internal sealed class OpenLog
{
    private bool _isSynced;

    public OpenLog(IKernel kernel, SyncThreads threads, long job, Timestamp submitted, ILogAppender appender, CaseMarkers markers)
    {
        (Job, Submitted, Appender, Markers) = (job, submitted, appender, markers);
        Results = new ResultIntake(kernel, () => threads.RunAsync(Sync));
    }

    public long Job { get; }

    public Timestamp Submitted { get; }

    public ILogAppender Appender { get; }

    public CaseMarkers Markers { get; }

    /// <summary>Where the results among its lines go. Does not need the lock.</summary>
    public ResultIntake Results { get; }

    /// <summary>Stamp of its last use.</summary>
    public long Used { get; set; }

    /// <summary>Whether it was chosen to be closed, for others that want to be open.</summary>
    public bool IsLeaving { get; set; }

    public bool IsClosed { get; private set; }

    /// <summary>Whether the line has been written that says that it is full.</summary>
    public bool HasSaidFull { get; set; }

    /// <summary>Makes durable what was appended, and lets go of the files.</summary>
    /// <exception cref="LogException">It may not be durable; closed it is.</exception>
    public void Close()
    {
        try
        {
            Appender.Sync();
            _isSynced = true;
        }
        finally
        {
            Appender.Dispose();
            IsClosed = true;
        }
    }

    private void Sync()
    {
        lock (this)
        {
            if (!IsClosed)
                Appender.Sync();
            else if (!_isSynced)
                throw new LogException("LOG_FAILED", $"The log of test job {Job} was closed before it was durable.");
        }
    }
}
