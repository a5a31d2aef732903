using System.Net.Sockets;

namespace Drover.Doors.Listening;

/// <summary>A listening UNIX socket that keeps its place: when its file was removed or replaced it is bound anew, and at its end it removes the file only while that is still its own.
/// It gets its name once it listens, so who finds the file finds a living daemon, and a name that somebody else has taken meanwhile is left to him.</summary>
public sealed class PlacedSocket : IDisposable
{
    /// <summary>How often whoever serves the socket has to call <see cref="TryReplace"/>.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private const int Backlog = 512;

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly SocketAccess _access;
    private readonly Action<string, string?> _tell;
    private readonly Socket? _passed;
    private FileIdentity? _file;
    private string? _problem;
    private bool _closed;

    /// <summary>Binds it, and removes the file that a dead daemon has left there. Until it is given to others only the daemon's own user can connect.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="access">Who may use it when it has been bound anew.</param>
    /// <param name="tell">Told the path when its file was lost: with null when it was bound anew, or with the reason why it cannot be, once a reason.</param>
    /// <param name="passed">Where it is taken from instead when it is there and its file too; that file is left at the end.</param>
    /// <exception cref="DroverException"><c>SOCKET_IN_USE</c>: somebody listens there. <c>SOCKET_PATH</c>: it cannot be bound there.</exception>
    /// <exception cref="SocketException">It cannot be had for another reason.</exception>
    public PlacedSocket(string path, SocketAccess access, Action<string, string?> tell, PassedSockets? passed = null)
    {
        (_path, _access, _tell) = (path, access, tell);
        _file = FileIdentity.Of(path);
        if (_file is not null && passed?.Take(new UnixDomainSocketEndPoint(path)) is { } socket)
            (Socket, _passed) = (socket, socket);
        else
            Socket = Bind(SocketAccess.OwnUser);
    }

    /// <summary>The socket that listens.</summary>
    public Socket Socket { get; private set; }

    /// <summary>Binds a new socket when the file of the present one is gone or another's. May be called from any thread.</summary>
    /// <returns>The one of before, which the caller closes once it serves the new one; null while there is nothing new.</returns>
    public Socket? TryReplace()
    {
        lock (_gate)
        {
            if (_closed || FileIdentity.Of(_path) == _file)
            {
                _problem = null;
                return null;
            }
            var before = Socket;
            try
            {
                Socket = Bind(_access);
            }
            catch (Exception e) when (e is DroverException or SocketException or IOException or UnauthorizedAccessException)
            {
                if (e.Message != _problem)
                    _tell(_path, e.Message.TrimEnd('.'));
                _problem = e.Message;
                return null;
            }
            _problem = null;
            _tell(_path, null);
            return before;
        }
    }

    /// <summary>Closes the socket, and removes its file when nobody has replaced it. One that was passed stays as it is.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_closed)
                return;
            _closed = true;
            if (Socket == _passed)
                return;
            if (_file is { } file)
                SocketFile.Remove(_path, file);
            Socket.Dispose();
        }
    }

    private Socket Bind(SocketAccess access)
    {
        SocketFile.ClearStale(_path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var fresh = SocketFile.FreshName(_path);
        try
        {
            // The runtime removes the file under the name that was bound when it closes the socket. That name is gone by then, and no other file has it.
            socket.Bind(new UnixDomainSocketEndPoint(fresh));
            SocketFile.SetAccess(fresh, access);
            socket.Listen(Backlog);
            var file = FileIdentity.Of(fresh);
            SocketFile.Place(fresh, _path);
            _file = file;
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
