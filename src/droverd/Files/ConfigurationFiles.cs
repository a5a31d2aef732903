using Drover.Kernel;
using Drover.Kernel.Domains;

namespace Drover.Daemon.Files;

/// <summary>Tells when a file that the daemon is configured by has really changed: once for all that an editor does when it saves, with the lines that differ, and not at all when what it holds is
/// the same. Nothing is taken from the file by that.</summary>
/// <param name="files">The files.</param>
/// <param name="settleTime">How long a file must be left alone before it is looked at.</param>
/// <param name="logging">Takes lines about changes.</param>
internal sealed class ConfigurationFiles(IReadOnlyList<WatchedFile> files, TimeSpan settleTime, ILoggerFactory logging) : IDomain, IController
{
    public const string Changed = "file-changed";

    private readonly ILogger _log = logging.CreateLogger(Log.Category);
    private readonly List<FileSystemWatcher> _watchers = [];
    private readonly List<Watched> _watched = [];
    private IKernel _kernel = null!;

    /// <inheritdoc/>
    public void Describe(DomainBuilder d)
    {
        d.Signal(Changed, "A file of the daemon's configuration holds something else", Disclosure.None.Operators("path", "what", "change", "advice", "diff"));
        d.Controller(this);
        // Where nothing can be watched (a network file system, too many watches), or the file is a link to another folder.
        d.Periodic("files of the configuration", TimeSpan.FromMinutes(1), (_, _) => LookAsync());
    }

    /// <inheritdoc/>
    public Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        _kernel = kernel;
        foreach (var file in files)
        {
            var watched = new Watched(file);
            watched.Settled = kernel.Clock.CreateTimer(_ => Look(watched), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            // What it holds now is what the daemon has read, or is about to.
            watched.Content = Read(watched, null);
            _watched.Add(watched);
        }
        foreach (var folder in _watched.GroupBy(watched => watched.File.Folder, StringComparer.Ordinal).Where(folder => Directory.Exists(folder.Key)))
            Watch(folder.Key, [.. folder]);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var watcher in _watchers)
            watcher.Dispose();
        foreach (var watched in _watched)
            await watched.Settled.DisposeAsync();
    }

    private void Watch(string folder, IReadOnlyList<Watched> here)
    {
        FileSystemWatcher watcher;
        try
        {
            watcher = new FileSystemWatcher(folder) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size };
            watcher.Changed += Touched;
            watcher.Created += Touched;
            watcher.Deleted += Touched;
            watcher.Renamed += (_, renamed) =>
            {
                Settle(renamed.OldFullPath);
                Settle(renamed.FullPath);
            };
            watcher.Error += (_, _) => _watched.ForEach(Look);
            watcher.EnableRaisingEvents = true;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            Log.FolderNotWatched(_log, folder, e.Message);
            return;
        }
        _watchers.Add(watcher);

        void Touched(object sender, FileSystemEventArgs touched) => Settle(touched.FullPath);

        void Settle(string path)
        {
            foreach (var watched in here)
                if (watched.File.Path == path)
                    watched.Settled.Change(settleTime, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Looks at all files.</summary>
    internal Task LookAsync()
    {
        _watched.ForEach(Look);
        return Task.CompletedTask;
    }

    private void Look(Watched watched)
    {
        lock (watched)
        {
            var (before, now) = (watched.Content, Read(watched, watched.Content));
            if (now is null ? before is null : now.Is(before))
                return;
            watched.Content = now;
            var change = new FileChange(watched.File, before, now);
            Log.FileChanged(_log, change.File.What, change.File.Path, change.Kind, change.File.Advice);
            _kernel.Signals.Publish(Changed, change.File.Path, change.Write);
        }
    }

    /// <summary>What the file holds; as before when it cannot be read, which is told once.</summary>
    private FileContent? Read(Watched watched, FileContent? before)
    {
        try
        {
            var content = FileContent.Read(watched.File.Path);
            watched.IsUnreadable = false;
            return content;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!watched.IsUnreadable)
                Log.FileUnreadable(_log, watched.File.What, watched.File.Path, e.Message);
            watched.IsUnreadable = true;
            return before;
        }
    }

    private sealed class Watched(WatchedFile file)
    {
        public WatchedFile File { get; } = file;

        /// <summary>Runs when the file was left alone for a while.</summary>
        public ITimer Settled { get; set; } = null!;

        public FileContent? Content { get; set; }

        public bool IsUnreadable { get; set; }
    }
}
