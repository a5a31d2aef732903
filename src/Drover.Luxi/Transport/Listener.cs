using System.ComponentModel;
using System.Net.Sockets;
using Drover.Doors.Listening;

namespace Drover.Luxi.Transport;

/// <summary>A listening socket; its file goes with it.</summary>
internal sealed class Listener : IPolled, IDisposable
{
    private const int AtOnce = 64;

    private readonly ConnectionTable _table;
    private readonly PlacedSocket _placed;
    private int _descriptor;
    private long _token;
    private long _lookedAt;
    private bool _pausing;

    /// <param name="path">Its file.</param>
    /// <param name="table">Takes on who connects.</param>
    /// <param name="passed">Where it may be taken from; null where nothing was passed.</param>
    /// <exception cref="DroverException"><c>SOCKET_IN_USE</c> or <c>SOCKET_PATH</c>: the socket cannot be bound there.</exception>
    /// <exception cref="SocketException">The socket cannot be bound for another reason.</exception>
    public Listener(string path, ConnectionTable table, PassedSockets? passed)
    {
        _table = table;
        _placed = new PlacedSocket(path, table.Server.Options.Access, table.TellLost, passed);
        try
        {
            Serve();
        }
        catch
        {
            _placed.Dispose();
            throw;
        }
    }

    public void Ready(uint events)
    {
        for (var i = 0; i < AtOnce; i++)
        {
            var accepted = Libc.Accept(_descriptor);
            if (accepted >= 0)
                _table.Admit(new Socket(new SafeSocketHandle(accepted, ownsHandle: true)), accepted);
            else if (Libc.IsForNow)
                return;
            else if (Libc.Error is Libc.TooManyFilesOpen or Libc.TooManyFilesOfMachine or Libc.NoBuffers or Libc.OutOfMemory)
            {
                Pause(Libc.Error);
                return;
            }
        }
    }

    /// <summary>Called once a second: there may be descriptors again, or the file may be gone.</summary>
    /// <param name="now">Time stamp of the clock.</param>
    public void GoOn(long now)
    {
        if (_pausing)
        {
            _pausing = false;
            _table.Loop.Watch(_descriptor, _token, Libc.Readable);
        }
        if (_table.Clock.GetElapsedTime(_lookedAt, now) < PlacedSocket.Interval)
            return;
        _lookedAt = now;
        if (_placed.TryReplace() is not { } before)
            return;
        Ready(Libc.Readable);
        _table.Loop.Forget(_token);
        before.Dispose();
        Serve();
    }

    /// <summary>Takes no more connections. Call it on the loop's thread, or after its end.</summary>
    public void Dispose()
    {
        _table.Loop.Forget(_token);
        _placed.Dispose();
    }

    private void Serve()
    {
        _placed.Socket.Blocking = false;
        _descriptor = (int)_placed.Socket.Handle;
        _token = _table.Loop.Watch(_descriptor, Libc.Readable, this);
        _pausing = false;
    }

    /// <summary>There are no descriptors left: those who wait stay in the backlog until some have been given back.</summary>
    private void Pause(int error)
    {
        _table.TellWaiting(new Win32Exception(error).Message);
        _pausing = true;
        _table.Loop.Watch(_descriptor, _token, 0);
    }
}
