using Drover.Kernel.Logs;

namespace Drover.Storage.Logs;

/// <summary>Logs that other processes append to, one file each: the captured output of services. They may be cut at the front by punching holes
/// (offsets stay), emptied, or replaced by a new file.</summary>
public sealed class PlainLogs : ILogSource, IDisposable
{
    private readonly Func<IEnumerable<(string Name, string Path)>> _all;
    private readonly Func<string, string?> _find;
    private readonly FileWatch _watch;

    /// <param name="all">Names and paths of all of them; a file need not exist yet.</param>
    /// <param name="find">The path of one; null when there is none of that name.</param>
    /// <param name="clock">Times the looks at files that the system cannot watch.</param>
    public PlainLogs(Func<IEnumerable<(string Name, string Path)>> all, Func<string, string?> find, TimeProvider clock)
    {
        (_all, _find) = (all, find);
        _watch = new FileWatch(clock);
    }

    /// <inheritdoc/>
    public IReadOnlyList<LogStat> List()
    {
        var stats = new List<LogStat>();
        foreach (var (name, path) in _all())
        {
            try
            {
                using var reader = new PlainLogReader(_watch, name, path);
                stats.Add(reader.Stat());
            }
            catch (LogException)
            {
                // Nothing to read (yet). Whoever asks for it by name is told why.
            }
        }
        stats.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return stats;
    }

    /// <inheritdoc/>
    public ILogReader? Open(string name) => _find(name) is { } path ? new PlainLogReader(_watch, name, path) : null;

    /// <inheritdoc/>
    public void Dispose() => _watch.Dispose();
}
