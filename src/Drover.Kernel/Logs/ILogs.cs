namespace Drover.Kernel.Logs;

/// <summary>Logs that are read by name, of whatever machine. May be used from any thread.</summary>
public interface ILogs
{
    /// <summary>All logs in order of name; those of machines that are away are left out.</summary>
    Task<IReadOnlyList<LogStat>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Opens a log for one reader; null when there is none of that name.</summary>
    /// <exception cref="DroverException">LOG_EMPTY: it is known, but nothing has been written yet. LOG_FAILED: it cannot be read. Or what cannot be reached, and why.</exception>
    Task<ILog?> OpenAsync(string name, CancellationToken cancellationToken);
}
