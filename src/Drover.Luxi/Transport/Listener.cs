using System.ComponentModel;
using System.Net.Sockets;

namespace Drover.Luxi.Transport;

/// <summary>A listening socket; its file goes with it.</summary>
internal sealed class Listener : IPolled, IDisposable
{
    private const int Backlog = 512;
    private const int AtOnce = 64;

    private readonly ConnectionTable _table;
    private readonly Socket _socket;
    private readonly int _descriptor;
    private readonly long _token;
    private bool _pausing;

    /// <exception cref="SocketException">The socket cannot be bound.</exception>
    public Listener(string path, ConnectionTable table)
    {
        _table = table;
        _socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            _socket.Bind(new UnixDomainSocketEndPoint(path));
            _socket.Listen(Backlog);
            _socket.Blocking = false;
            _descriptor = (int)_socket.Handle;
            _token = table.Loop.Watch(_descriptor, Libc.Readable, this);
        }
        catch
        {
            _socket.Dispose();
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

    /// <summary>Called once a second: there may be descriptors again.</summary>
    public void GoOn()
    {
        if (!_pausing)
            return;
        _pausing = false;
        _table.Loop.Watch(_descriptor, _token, Libc.Readable);
    }

    /// <summary>Takes no more connections. Call it on the loop's thread, or after its end.</summary>
    public void Dispose()
    {
        _table.Loop.Forget(_token);
        _socket.Dispose();
    }

    /// <summary>There are no descriptors left: those who wait stay in the backlog until some have been given back.</summary>
    private void Pause(int error)
    {
        _table.TellWaiting(new Win32Exception(error).Message);
        _pausing = true;
        _table.Loop.Watch(_descriptor, _token, 0);
    }
}
