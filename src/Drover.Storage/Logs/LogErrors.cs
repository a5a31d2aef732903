using Drover.Kernel.Logs;

namespace Drover.Storage.Logs;

/// <summary>Errors of logs, with stable codes and what to do.</summary>
internal static class LogErrors
{
    internal static LogException Failed(string name, string doing, Exception e) => new("LOG_FAILED",
        $"The log '{name}' cannot be {doing}: {e.Message.TrimEnd('.')}. Check free space and permissions of its directory.", e);

    internal static LogException Busy(string name) => new("LOG_BUSY",
        $"The log '{name}' has a writer already. It can be opened again when that one has closed it.");

    internal static LogException BadName(string name) => new("LOG_NAME_INVALID",
        $"'{name}' is no name for a log: parts of letters, digits, '.', '_' and '-' with slashes between them, no part beginning with a dot, at most {LogFiles.LongestName} characters.");

    internal static LogException Empty(string name, string path) => new("LOG_EMPTY",
        $"Nothing has been written to the log '{name}' yet: {path} does not exist.");
}
