using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Drover.Bench.Daemon;

/// <summary>One LUXI connection with one request at a time. Knows nothing of our code: the same program measures any LUXI server.</summary>
internal sealed class LuxiClient(string path) : IDisposable
{
    private const byte End = 3;

    private readonly Socket _socket = NativeSocket.Connect(path);
    private byte[] _buffer = new byte[1 << 16];

    public Socket Socket => _socket;

    /// <summary>A request frame of a method with its arguments as JSON.</summary>
    public static byte[] Frame(string method, string arguments) =>
        [.. Encoding.UTF8.GetBytes($$"""{"method":"{{method}}","args":{{arguments}},"version":3000000}"""), End];

    public void Send(ReadOnlySpan<byte> frame) => NativeSocket.Send(_socket, frame);

    /// <summary>Receives one whole reply, without its end mark.</summary>
    public ReadOnlySpan<byte> Receive()
    {
        var length = 0;
        while (true)
        {
            length += NativeSocket.Receive(_socket, _buffer.AsSpan(length));
            if (_buffer[length - 1] == End)
                return _buffer.AsSpan(0, length - 1);
            if (length == _buffer.Length)
                Array.Resize(ref _buffer, length * 2);
        }
    }

    public ReadOnlySpan<byte> Ask(ReadOnlySpan<byte> frame)
    {
        Send(frame);
        return Receive();
    }

    /// <summary>Asks and parses the result. Only for what is not measured.</summary>
    public JsonElement Call(string method, string arguments)
    {
        using var document = JsonDocument.Parse(Ask(Frame(method, arguments)).ToArray());
        var root = document.RootElement;
        return root.GetProperty("success").GetBoolean()
            ? root.GetProperty("result").Clone()
            : throw new InvalidOperationException($"{method}: {root.GetProperty("result").GetRawText()}");
    }

    /// <summary>Submits a job and answers its id, read from the reply without parsing it all.</summary>
    public long Submit(ReadOnlySpan<byte> frame) => SubmittedId(Ask(frame));

    /// <summary>The number in the reply of SubmitJob.</summary>
    public static long SubmittedId(ReadOnlySpan<byte> reply)
    {
        var start = reply.IndexOf("\"result\":"u8) + 9;
        var digits = start < 9 ? default : reply[start..];
        var length = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return length > 0
            ? long.Parse(digits[..length], CultureInfo.InvariantCulture)
            : throw new InvalidOperationException(Encoding.UTF8.GetString(reply));
    }

    /// <summary>Waits until a job is final, by WaitForJobChange, and fails unless it succeeded.</summary>
    public void WaitForSuccess(long id)
    {
        var (status, serial) = ("null", "null");
        while (true)
        {
            using var reply = JsonDocument.Parse(Ask(Frame("WaitForJobChange", $"[{id},[\"status\"],{status},{serial},30]")).ToArray());
            var result = reply.RootElement.GetProperty("result");
            if (result.ValueKind == JsonValueKind.String && result.ValueEquals("nochange"))
                continue;
            if (!reply.RootElement.GetProperty("success").GetBoolean() || result.ValueKind != JsonValueKind.Array)
                throw new InvalidOperationException(result.GetRawText());
            if (result[0][0].ValueEquals("success"))
                return;
            if (result[0][0].GetString() is not ("queued" or "waiting" or "running"))
                throw new InvalidOperationException(result.GetRawText());
            status = result[0].GetRawText();
            // Who does not say which entries it has is told of them again at once.
            if (result[1].GetArrayLength() > 0)
                serial = result[1].EnumerateArray().Last()[0].GetRawText();
        }
    }

    public void Dispose() => _socket.Dispose();
}
