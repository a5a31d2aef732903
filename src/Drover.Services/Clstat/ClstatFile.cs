using System.Text;
using System.Threading.Channels;
using Drover.Nodes.Services;
using Microsoft.Extensions.Logging;

namespace Drover.Services.Clstat;

/// <summary>
/// Keeps a status file of Cluster::Init: written when a group changes and at each heartbeat, always whole, by a rename. Changes that come
/// while a write is under way are written together by the next. A file that cannot be written costs nothing but the file: it is logged, and tried again at the next
/// heartbeat. One daemon at a time keeps it (<see cref="ClstatLock"/>); another waits, and neither writes nor removes what is not its own.
/// Started when the services are there; at the end of the daemon it is removed after the last process has gone, or left with its last contents when services
/// are left running. A file system that does not answer holds up start and end for a few seconds, and nothing else.
/// </summary>
public sealed class ClstatFile : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly INodeServices _services;
    private readonly ClstatOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly ClstatLock _lock;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private ITimer? _heartbeat;
    private Task _follower = Task.CompletedTask;
    private Task _loop = Task.CompletedTask;
    private bool _failing;
    private Action _atEnd = static () => { };

    /// <param name="services">What it tells of.</param>
    /// <param name="options">Where it is.</param>
    /// <param name="clock">Times the heartbeat.</param>
    /// <param name="loggers">Makes the log.</param>
    /// <exception cref="DroverException"><c>CLSTAT_OPTIONS</c>: a setting makes no sense.</exception>
    public ClstatFile(INodeServices services, ClstatOptions options, TimeProvider clock, ILoggerFactory loggers)
    {
        options.Validate();
        _services = services;
        _options = options;
        _clock = clock;
        _log = loggers.CreateLogger(ClstatLog.Category);
        _lock = new ClstatLock(options.Path + ".lock");
    }

    /// <summary>Writes the file, if that can be done soon, and keeps it from now on. To be called once.</summary>
    public async Task StartAsync()
    {
        Wake();
        _loop = KeepAsync();
        _heartbeat = _clock.CreateTimer(static state => ((ClstatFile)state!).Wake(), this, _options.Heartbeat, _options.Heartbeat);
        _follower = FollowAsync(_services.View.Version);
        await _tried.Task.WaitAsync(s_patience, _clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Stops writing. The file is removed, if it is this daemon's, unless the services are left running: then it tells how they are.</summary>
    /// <param name="leavesServices">Whether they are.</param>
    public async Task EndAsync(bool leavesServices)
    {
        _atEnd = leavesServices ? TryWrite : TryRemove;
        await DisposeAsync();
    }

    /// <summary>Stops writing and leaves the file as it is.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        await _stop.CancelAsync();
        await _follower;
        if (_heartbeat is not null)
            await _heartbeat.DisposeAsync();
        _wake.Writer.TryComplete();
        _stop.Dispose();
        try
        {
            await _loop.WaitAsync(s_patience, _clock, CancellationToken.None);
            _lock.Dispose();
        }
        catch (TimeoutException)
        {
            ClstatLog.NotWritten(_log, _options.Path, $"its file system has not answered for {s_patience.TotalSeconds:0} s");
        }
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private async Task FollowAsync(long version)
    {
        try
        {
            while (true)
            {
                version = (await _services.ViewAfterAsync(version, _stop.Token)).Version;
                Wake();
            }
        }
        catch (OperationCanceledException)
        {
            // It stops.
        }
    }

    private async Task KeepAsync()
    {
        // Whoever starts it does not wait on this thread.
        await Task.Yield();
        while (await _wake.Reader.WaitToReadAsync(CancellationToken.None))
        {
            _wake.Reader.TryRead(out _);
            TryWrite();
            _tried.TrySetResult();
        }
        _atEnd();
    }

    private void TryWrite()
    {
        try
        {
            Write();
            if (_failing)
                ClstatLog.WorksAgain(_log, _options.Path);
            _failing = false;
        }
        catch (Exception error)
        {
            // Whatever it is: a node without a heartbeat counts as dead, so it must be tried again.
            if (!_failing)
                ClstatLog.NotWritten(_log, _options.Path, error.Message);
            _failing = true;
        }
    }

    private void Write()
    {
        if (_options.Root is { } root)
            CheckBelow(root);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_options.Path))!);
        _lock.Take();
        WholeFile.Replace(_options.Path, Encoding.UTF8.GetBytes(ClstatText.Of(_services.View.Groups)), _options.Mode);
    }

    /// <summary>Others may write into a directory that is shared, and are not to say where on this machine a file comes to be.</summary>
    private void CheckBelow(string root)
    {
        if (!Directory.Exists(root))
            throw new DirectoryNotFoundException($"there is no directory {root}; mount it, or make it.");
        for (var folder = Path.GetDirectoryName(_options.Path)!; folder.Length > root.Length; folder = Path.GetDirectoryName(folder)!)
            if (new DirectoryInfo(folder).LinkTarget is not null)
                throw new IOException($"{folder} is a link, and would lead out of {root}; remove it.");
    }

    private void TryRemove()
    {
        try
        {
            if (_lock.IsHeld)
                WholeFile.Delete(_options.Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            ClstatLog.NotRemoved(_log, _options.Path, error.Message);
        }
    }
}
