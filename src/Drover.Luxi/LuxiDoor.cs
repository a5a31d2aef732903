using System.Diagnostics.Metrics;
using Drover.Doors;
using Drover.Doors.Listening;
using Drover.Kernel;
using Drover.Luxi.Requests;
using Drover.Luxi.Transport;
using Microsoft.Extensions.Logging;

namespace Drover.Luxi;

/// <summary>
/// The door for clients of Ganeti. It serves its sockets itself, on a thread of its own. The daemon makes one after the kernel has started
/// and calls <see cref="Listen"/>, <see cref="Opened"/> and at the end <see cref="CloseAsync"/>.
/// </summary>
public sealed class LuxiDoor : IDoor, IDisposable
{
    private readonly LuxiOptions _options;
    private readonly EventLoop _loop;
    private readonly ConnectionTable _connections;
    private readonly ILogger _log;
    private readonly LuxiInstruments _instruments;
    private readonly PassedSockets? _passed;

    /// <param name="meters">Makes the meter of its instruments; null where nobody listens.</param>
    /// <param name="passed">Sockets that the process was started with; null for none.</param>
    /// <exception cref="DroverException"><c>LUXI_OPTIONS</c>: a setting makes no sense.</exception>
    public LuxiDoor(IKernel kernel, ICallerGate gate, LuxiOptions options, ILoggerFactory loggers, IMeterFactory? meters = null, PassedSockets? passed = null)
    {
        options.Validate();
        _options = options;
        _log = loggers.CreateLogger(LuxiLog.Category);
        _loop = new EventLoop("luxi", kernel.Clock, _log);
        _connections = new ConnectionTable(new LuxiServer(kernel, gate, options, _log), _loop);
        _instruments = new LuxiInstruments(meters, _connections);
        _passed = passed;
    }

    /// <summary>Connections that are served now.</summary>
    public int Connections => _connections.Count;

    /// <summary>Bytes of requests that have not come in whole yet, over all connections.</summary>
    public long UnfinishedBytes => _connections.Budget.Held;

    /// <summary>Binds both sockets, where they were not passed, and begins to serve them. Files that a dead daemon left there are removed.</summary>
    /// <exception cref="DroverException"><c>SOCKET_IN_USE</c> or <c>SOCKET_PATH</c>: a socket cannot be bound.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">A socket cannot be bound for another reason.</exception>
    public void Listen()
    {
        foreach (var path in _options.SocketPaths)
            _connections.Listen(path, _passed);
        _loop.Start();
    }

    /// <summary>Gives the bound sockets their mode, owner and group. Until then only the daemon's own user can connect.</summary>
    /// <exception cref="DroverException"><c>SOCKET_OWNER</c>: they cannot be given to the user or group of the settings.</exception>
    public void Opened()
    {
        foreach (var path in _options.SocketPaths)
        {
            SocketFile.SetAccess(path, _options.Access);
            LuxiLog.Listening(_log, path);
        }
    }

    Task IDoor.ListenAsync()
    {
        Listen();
        return Task.CompletedTask;
    }

    /// <summary>Takes no more connections, answers those who wait for a job with what is known, and lets answers that are under way go out.</summary>
    /// <param name="cut">Ends the patience with connections that do not end: they are cut.</param>
    public async Task CloseAsync(CancellationToken cut)
    {
        await Task.WhenAny(_connections.CloseAsync(), Task.Delay(Timeout.InfiniteTimeSpan, cut));
        Dispose();
    }

    /// <summary>Closes the door at once; connections that are still open are cut.</summary>
    public void Dispose()
    {
        _instruments.Dispose();
        _loop.Dispose();
        _connections.Dispose();
    }
}
