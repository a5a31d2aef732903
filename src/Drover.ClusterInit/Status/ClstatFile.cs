using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Drover.ClusterInit.Status;

/// <summary>
/// Keeps the status file of Cluster::Init: written when a group changes and at each heartbeat, always whole, by a rename. Changes that come
/// while a write is under way are written together by the next. A file that cannot be written costs nothing but the file: it is logged, and tried again at the next
/// heartbeat. One daemon at a time keeps it (<see cref="ClstatLock"/>); another waits, and neither writes nor removes what is not its own.
/// Started when the services are there; at the end of the daemon it is removed after the last process has gone, or just disposed when services
/// are left running: then the last contents stay.
/// </summary>
public sealed class ClstatFile : IAsyncDisposable
{
    private readonly IServiceStatus _services;
    private readonly ClstatOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly ClstatLock _lock;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private ITimer? _heartbeat;
    private Task _loop = Task.CompletedTask;
    private bool _failing;

    /// <exception cref="DroverException"><c>CLSTAT_OPTIONS</c>: a setting makes no sense.</exception>
    public ClstatFile(IServiceStatus services, ClstatOptions options, TimeProvider clock, ILoggerFactory loggers)
    {
        options.Validate();
        _services = services;
        _options = options;
        _clock = clock;
        _log = loggers.CreateLogger(ClstatLog.Category);
        _lock = new ClstatLock(options.Path + ".lock");
    }

    /// <summary>Writes the file and keeps it from now on. To be called once.</summary>
    public void Start()
    {
        // Before the first write, so that no change falls between the two.
        _services.GroupsChanged += OnGroupsChanged;
        TryWrite();
        _heartbeat = _clock.CreateTimer(static state => ((ClstatFile)state!).Wake(), this, _options.Heartbeat, _options.Heartbeat);
        _loop = KeepAsync();
    }

    /// <summary>Stops writing and removes the file, if it is this daemon's.</summary>
    public async Task RemoveAsync()
    {
        await StopAsync();
        try
        {
            if (_lock.IsHeld)
                WholeFile.Delete(_options.Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            ClstatLog.NotRemoved(_log, _options.Path, error.Message);
        }
        _lock.Dispose();
    }

    /// <summary>Stops writing and leaves the file as it is.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _lock.Dispose();
    }

    private async Task StopAsync()
    {
        _services.GroupsChanged -= OnGroupsChanged;
        if (_heartbeat is not null)
            await _heartbeat.DisposeAsync();
        _wake.Writer.TryComplete();
        await _loop;
    }

    private void OnGroupsChanged(object? sender, EventArgs e) => Wake();

    private void Wake() => _wake.Writer.TryWrite(true);

    private async Task KeepAsync()
    {
        // What came last before the end is written still: the loop empties the channel.
        while (await _wake.Reader.WaitToReadAsync())
        {
            _wake.Reader.TryRead(out _);
            TryWrite();
        }
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
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_options.Path))!);
        _lock.Take();
        WholeFile.Replace(_options.Path, Encoding.UTF8.GetBytes(ClstatText.Of(_services.Groups)), _options.Mode);
    }
}
