namespace Drover.Kernel.Logs;

/// <summary>Logs that are read by name. May be used from any thread.</summary>
public interface ILogSource
{
    /// <summary>All logs in order of name.</summary>
    IReadOnlyList<LogStat> List();

    /// <summary>Opens a log for one reader; null when there is none of that name.</summary>
    /// <exception cref="LogException">LOG_EMPTY: it is known, but nothing has been written yet. LOG_FAILED: it cannot be read.</exception>
    ILogReader? Open(string name);
}
