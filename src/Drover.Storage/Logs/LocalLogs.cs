using Drover.Kernel.Logs;

namespace Drover.Storage.Logs;

/// <summary>The logs of this machine.</summary>
/// <param name="sources">Where there are logs; the first that has one of a name counts.</param>
/// <param name="clock">Times what is waited for.</param>
public sealed class LocalLogs(IReadOnlyList<ILogSource> sources, TimeProvider clock) : ILogs
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<LogStat>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LogStat>>([.. sources.SelectMany(source => source.List()).OrderBy(log => log.Name, StringComparer.Ordinal)]);

    /// <inheritdoc/>
    public Task<ILog?> OpenAsync(string name, CancellationToken cancellationToken)
    {
        foreach (var source in sources)
            if (source.Open(name) is { } log)
                return Task.FromResult<ILog?>(new LocalLog(log, clock));
        return Task.FromResult<ILog?>(null);
    }
}
