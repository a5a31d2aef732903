using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Drover.Acceptance.Running;

/// <summary>One LUXI connection: JSON, then the byte 3, in both directions.</summary>
internal sealed class LuxiClient : IDisposable
{
    private const byte EndOfMessage = 3;

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly List<byte> _received = [];
    private readonly byte[] _buffer = new byte[64 * 1024];

    internal LuxiClient(string path)
    {
        _socket.ReceiveTimeout = _socket.SendTimeout = (int)Command.Longest.TotalMilliseconds;
        _socket.Connect(new UnixDomainSocketEndPoint(path));
    }

    /// <summary>Calls a method and gives its result; fails on an error answer.</summary>
    internal JsonNode? Call(string method, params JsonNode?[] arguments)
    {
        var answer = Raw(Request(method, arguments)) ?? throw new IOException($"{method}: the daemon closed the connection");
        var message = JsonNode.Parse(answer)!;
        Assert.True((bool)message["success"]!, $"{method}: {answer}");
        return message["result"]?.DeepClone();
    }

    internal static string Request(string method, params JsonNode?[] arguments) =>
        new JsonObject { ["method"] = method, ["args"] = new JsonArray(arguments), ["version"] = 3_000_000 }.ToJsonString();

    internal long Submit(string opcode) => (long)Call("SubmitJob", new JsonArray(JsonNode.Parse(opcode)))!;

    /// <summary>Sends a message and gives the answer; null when the daemon closed the connection.</summary>
    internal string? Raw(string message)
    {
        Send([.. Encoding.UTF8.GetBytes(message), EndOfMessage]);
        return Receive();
    }

    /// <summary>Sends bytes as they are.</summary>
    internal void Send(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[_socket.Send(bytes)..];
    }

    /// <summary>The next message; null when the daemon closed the connection.</summary>
    internal string? Receive()
    {
        int end;
        while ((end = _received.IndexOf(EndOfMessage)) < 0)
        {
            int count;
            try
            {
                count = _socket.Receive(_buffer);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset)
            {
                return null;
            }
            if (count == 0)
                return null;
            _received.AddRange(_buffer.AsSpan(0, count));
        }
        var message = Encoding.UTF8.GetString([.. _received[..end]]);
        _received.RemoveRange(0, end + 1);
        return message;
    }

    public void Dispose() => _socket.Dispose();
}
