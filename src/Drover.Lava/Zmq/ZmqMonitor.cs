using System.Buffers.Binary;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Drover.Lava.Zmq;

/// <summary>
/// What a bound socket has to tell of peers that do not get in: the only trace of a wrong key, and of a plain client where keys are asked for
/// (zmq_socket_monitor(3)). It is read by the thread that owns the socket.
/// </summary>
internal sealed class ZmqMonitor : IDisposable
{
    private const int AcceptFailed = 0x0080, FailedNoDetail = 0x0800, FailedProtocol = 0x2000, FailedKey = 0x4000;
    private const int Wanted = AcceptFailed | FailedNoDetail | FailedProtocol | FailedKey;

    private static int s_last;

    private readonly ZmqSocket _events;
    private readonly ZmqFrames _frames = new(3);
    private readonly string _endpoint;
    private readonly RareLines _lines;
    private readonly ILogger _log;

    public ZmqMonitor(ZmqContext context, ZmqSocket socket, TimeProvider clock, ILogger log)
    {
        _log = log;
        _lines = new RareLines(clock);
        _endpoint = socket.LastEndpoint;
        var place = $"inproc://drover.monitor.{Interlocked.Increment(ref s_last)}";
        if (NativeMethods.Monitor(socket.Pointer, place, Wanted) != 0)
            throw ZmqException.Last($"{_endpoint} cannot be monitored");
        _events = new ZmqSocket(context, ZmqSocketType.Pair);
        _events.Set(ZmqOption.Linger, 0);
        // Without a bound on what waits here: libzmq's own thread would block on it.
        _events.Set(ZmqOption.ReceiveHighWater, 0);
        _events.Connect(place);
    }

    /// <summary>What is polled.</summary>
    public ZmqSocket Socket => _events;

    /// <summary>Handshakes that failed since the start.</summary>
    public long Failures { get; private set; }

    /// <summary>Logs what has come in.</summary>
    public void Drain()
    {
        while (_frames.Take(_events))
            if (_frames.Count >= 2 && _frames[0].Length >= 6)
                Tell(BinaryPrimitives.ReadUInt16LittleEndian(_frames[0]), BinaryPrimitives.ReadInt32LittleEndian(_frames[0][2..]), Encoding.UTF8.GetString(_frames[1]));
    }

    public void Dispose()
    {
        _events.Dispose();
        _frames.Dispose();
    }

    private void Tell(int happened, int value, string address)
    {
        Failures++;
        var problem = happened switch
        {
            AcceptFailed => $"a connection cannot be taken: {ZmqException.Text(value)}",
            FailedProtocol => ProtocolProblem(value),
            FailedKey => $"the peer's key was refused with status {value}",
            // Whichever side sees first that the mechanisms differ ends the connection, so this may be all that there is to see.
            _ => $"the peer ended the handshake ({ZmqException.Text(value)}): see whether both sides have the same setting of encryption",
        };
        if (_lines.IsDue(problem, out var before))
            LavaLog.HandshakeFailed(_log, address.Length > 0 ? address : _endpoint, problem, before);
    }

    // Numbers of zmq.h: what goes wrong in practice, in the words of those who run it.
    private static string ProtocolProblem(int value) => value switch
    {
        0x11000001 => "the peer does not know this server's public key",
        0x11000002 => "one side asks for keys and the other does not: see whether both have the same setting of encryption",
        0x10000000 or 0x10000001 => "the peer does not speak ZeroMQ",
        _ => $"the peer broke the protocol (0x{value:x8})",
    };
}
