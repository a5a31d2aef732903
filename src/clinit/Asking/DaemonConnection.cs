using System.Buffers;
using System.Net.Sockets;
using Drover.Clinit.Arguments;
using Drover.Storable;

namespace Drover.Clinit.Asking;

/// <summary>A connection to the daemon: frames in both directions.</summary>
internal sealed class DaemonConnection : IDisposable
{
    private const int LongestReply = 1 << 20;
    private const int Enoent = 2;

    private readonly Socket _socket;
    private readonly ArrayBufferWriter<byte> _received = new(512);
    private int _taken;

    private DaemonConnection(Socket socket) => _socket = socket;

    /// <summary>Connects.</summary>
    /// <param name="places">Where the socket is.</param>
    /// <param name="quiet">The longest that nothing may move on the wire.</param>
    /// <exception cref="ClinitException">No daemon listens, or this user may not connect.</exception>
    public static DaemonConnection Open(Places places, TimeSpan quiet)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { SendTimeout = (int)quiet.TotalMilliseconds };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(places.Socket));
            return new DaemonConnection(socket);
        }
        catch (ArgumentException)
        {
            socket.Dispose();
            throw ClinitException.Usage($"the socket path '{places.Socket}' is not usable: it must have 1 to 107 bytes");
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw NoDaemon(places, error);
        }
    }

    /// <exception cref="ClinitException">The daemon does not read for too long.</exception>
    public void Send(ReadOnlyMemory<byte> frame)
    {
        try
        {
            for (var rest = frame.Span; !rest.IsEmpty;)
                rest = rest[_socket.Send(rest)..];
        }
        catch (SocketException gone) when (!IsTimeout(gone))
        {
            // It closed the connection. Whether it said why shows when its side is read.
        }
        catch (SocketException)
        {
            throw Late("the daemon has not taken the request");
        }
    }

    /// <summary>The next message; null when the daemon has closed the connection before it began.</summary>
    /// <param name="limit">The longest that nothing may come; null is without end.</param>
    /// <exception cref="TimeoutException">Nothing came for so long.</exception>
    /// <exception cref="InvalidDataException">What came is no such message.</exception>
    public StorableArray? Receive(TimeSpan? limit)
    {
        // Zero stands for no limit there.
        _socket.ReceiveTimeout = limit is { } time ? Math.Max(1, (int)time.TotalMilliseconds) : 0;
        while (true)
        {
            if (Frame.TryTake(new ReadOnlySequence<byte>(_received.WrittenMemory[_taken..]), LongestReply, out var body))
            {
                _taken += Frame.HeaderLength + (int)body.Length;
                return StorableReader.Read(body.FirstSpan);
            }
            if (ReceiveMore() > 0)
                continue;
            return _received.WrittenCount == _taken ? null : throw new InvalidDataException("it ends too early");
        }
    }

    public void Dispose() => _socket.Dispose();

    private int ReceiveMore()
    {
        try
        {
            var count = _socket.Receive(_received.GetSpan(4096));
            _received.Advance(count);
            return count;
        }
        catch (SocketException error) when (IsTimeout(error))
        {
            throw new TimeoutException();
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    internal static ClinitException Late(string what) => new(ExitCode.Timeout, "timeout", what,
        "it is alive, but busy or stuck: its log may say why");

    private static bool IsTimeout(SocketException error) => error.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock;

    private static ClinitException NoDaemon(Places places, SocketException error)
    {
        const string Start = "start the daemon with 'clinit -d', or with 'systemctl start drover' where its settings name a clinit-socket";
        var elsewhere = $"another socket is named with -s, or by a line :::socket: of the cltab{(places.Unread is { } unread ? $" ({unread})" : "")}";
        if (IsTimeout(error))
            return Late($"the daemon at {places.Socket} takes no connection");
        var (what, hint) = error switch
        {
            { SocketErrorCode: SocketError.AccessDenied } => ($"Permission denied: this user may not connect to {places.Socket}",
                "be root, the daemon's own user or a member of its admin group"),
            { SocketErrorCode: SocketError.ConnectionRefused } => ($"Connection refused: {places.Socket} is there, but no daemon listens", $"{Start}; {elsewhere}"),
            _ when error.NativeErrorCode == Enoent || !File.Exists(places.Socket) => ($"there is no socket {places.Socket}, so no daemon runs here", $"{Start}; {elsewhere}"),
            _ => ($"no connection to {places.Socket}: {error.Message}", elsewhere),
        };
        return new(ExitCode.NoDaemon, "no-daemon", what, hint);
    }
}
