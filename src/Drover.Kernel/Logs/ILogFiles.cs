namespace Drover.Kernel.Logs;

/// <summary>Logs that this daemon writes: bytes in files of bounded size with an index of lines. Offsets and line numbers count over the life of
/// a log and stay valid while its front is cut away.</summary>
public interface ILogFiles : ILogSource
{
    /// <summary>Opens a log for writing, a new one where there is none. It has one writer at a time.</summary>
    /// <param name="name">Parts of letters, digits, <c>.</c>, <c>_</c> and <c>-</c> with slashes between them; no part begins with a dot.</param>
    /// <exception cref="LogException">LOG_NAME_INVALID; LOG_BUSY: it has a writer already; LOG_FAILED: it cannot be written.</exception>
    ILogAppender OpenAppender(string name);

    /// <summary>The names of the logs whose names begin with that of a folder and a slash, and have one part more. Costs one look at the folder.</summary>
    IEnumerable<string> Below(string folder);

    /// <summary>Removes a log; who reads it at this moment can read on what is open. Nothing happens where there is none.</summary>
    /// <exception cref="LogException">LOG_NAME_INVALID; LOG_BUSY: it has a writer; LOG_FAILED: it cannot be removed.</exception>
    void Remove(string name);
}
