using Drover.Agent.Accounts.Files;

namespace Drover.Agent.Accounts.Watching;

/// <summary>
/// Says when account files were left alone for a while after somebody touched them. The folder is watched, as tools replace files; one useradd replaces six, and its locks are waited for, so that no user is seen
/// without a group. Where nothing can be watched, the files are looked at from time to time all the same.
/// </summary>
internal sealed class AccountWatch : IDisposable
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(1.5), s_usual = TimeSpan.FromSeconds(30);

    private readonly AccountFiles _files;
    private readonly TimeSpan _settle;
    private readonly TimeProvider _clock;
    private readonly Action _look;
    private readonly List<FileSystemWatcher> _watchers = [];
    private readonly Lock _gate = new();
    private readonly ITimer _settled, _regular;
    private long? _touched;

    /// <param name="files">The files.</param>
    /// <param name="settle">How long they must be left alone.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="look">Called when they are to be looked at, on any thread; returns at once.</param>
    public AccountWatch(AccountFiles files, TimeSpan settle, TimeProvider clock, Action look)
    {
        (_files, _settle, _clock, _look) = (files, settle, clock, look);
        _settled = clock.CreateTimer(_ => Settled(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _regular = clock.CreateTimer(_ => Touch(), null, s_usual, s_usual);
    }

    /// <summary>Begins. Returns why nothing can be watched; null when all is.</summary>
    public string? Start()
    {
        string? problem = null;
        foreach (var folder in AccountFiles.All.GroupBy(file => Path.GetDirectoryName(_files.PathOf(file))!, file => Path.GetFileName(_files.PathOf(file)), StringComparer.Ordinal).Where(folder => Directory.Exists(folder.Key)))
            problem ??= Watch(folder.Key, folder.ToHashSet(StringComparer.Ordinal));
        return problem;
    }

    /// <summary>Somebody has touched a file.</summary>
    public void Touch()
    {
        lock (_gate)
        {
            var now = _clock.GetTimestamp();
            _touched ??= now;
            // Files that are written all the time are looked at too.
            if (_clock.GetElapsedTime(_touched.Value, now) < s_longest)
                _settled.Change(_settle, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        foreach (var watcher in _watchers)
            watcher.Dispose();
        _settled.Dispose();
        _regular.Dispose();
    }

    private string? Watch(string folder, HashSet<string> names)
    {
        try
        {
            var watcher = new FileSystemWatcher(folder) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size };
            _watchers.Add(watcher);
            watcher.Changed += (_, touched) => Touched(touched.Name);
            watcher.Created += (_, touched) => Touched(touched.Name);
            watcher.Deleted += (_, touched) => Touched(touched.Name);
            watcher.Renamed += (_, renamed) =>
            {
                Touched(renamed.OldName);
                Touched(renamed.Name);
            };
            watcher.Error += (_, _) => Touch();
            watcher.EnableRaisingEvents = true;
            return null;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            return $"'{folder}' cannot be watched: {e.Message.TrimEnd('.')}";
        }

        void Touched(string? name)
        {
            if (name is not null && names.Contains(name))
                Touch();
        }
    }

    private void Settled()
    {
        lock (_gate)
        {
            if (_touched is { } touched && _clock.GetElapsedTime(touched) < s_longest && IsBeingWritten())
            {
                _settled.Change(_settle, Timeout.InfiniteTimeSpan);
                return;
            }
            _touched = null;
        }
        _look();
    }

    private bool IsBeingWritten() => AccountFiles.All.Any(file => File.Exists(Locks.LockFile.PathOf(_files.PathOf(file))));
}
