using Drover.Kernel.Logs;

namespace Drover.Storage.Logs;

/// <summary>Logs of this daemon as files: a directory a log, in it segments with their indexes (<c>docs/formats/logs.md</c>).</summary>
public sealed class LogFiles : ILogFiles
{
    internal const int LongestName = 200;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    /// <param name="options">Place and limits.</param>
    /// <param name="clock">Gives the times in the indexes.</param>
    /// <exception cref="LogException">LOG_LIMIT_INVALID.</exception>
    public LogFiles(LogFilesOptions options, TimeProvider clock)
    {
        options.Check();
        (Options, Clock) = (options, clock);
    }

    internal LogFilesOptions Options { get; }

    internal TimeProvider Clock { get; }

    internal LogChanges Changes { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<LogStat> List()
    {
        if (!Directory.Exists(Options.Directory))
            return [];
        return [.. Directory.EnumerateDirectories(Options.Directory, "*", SearchOption.AllDirectories)
            .Select(directory => LogReader.Stat(Path.GetRelativePath(Options.Directory, directory), directory)).OfType<LogStat>()
            .OrderBy(stat => stat.Name, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public ILogReader? Open(string name)
    {
        if (!IsName(name))
            return null;
        var directory = Place(name);
        return Segment.All(directory).Count == 0 ? null : new LogReader(this, name, directory);
    }

    /// <inheritdoc/>
    public ILogAppender OpenAppender(string name)
    {
        Claim(name);
        try
        {
            return new LogAppender(this, name, Place(name));
        }
        catch (Exception e)
        {
            Release(name);
            throw e is IOException or UnauthorizedAccessException ? LogErrors.Failed(name, "opened", e) : e;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> Below(string folder)
    {
        var place = IsName(folder) ? Place(folder) : throw LogErrors.BadName(folder);
        return Directory.Exists(place) ? Directory.EnumerateDirectories(place).Select(directory => $"{folder}/{Path.GetFileName(directory)}") : [];
    }

    /// <inheritdoc/>
    public void Remove(string name)
    {
        Claim(name);
        try
        {
            if (Directory.Exists(Place(name)))
                Directory.Delete(Place(name), recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LogErrors.Failed(name, "removed", e);
        }
        finally
        {
            Release(name);
        }
    }

    /// <summary>Nobody else may write or remove a log until it is released.</summary>
    private void Claim(string name)
    {
        if (!IsName(name))
            throw LogErrors.BadName(name);
        lock (_gate)
            if (!_written.Add(name))
                throw LogErrors.Busy(name);
    }

    internal void Release(string name)
    {
        lock (_gate)
            _written.Remove(name);
    }

    private string Place(string name) => Path.Combine(Options.Directory, name);

    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName
        && name.Split('/').All(part => part.Length > 0 && part[0] != '.' && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'));
}
