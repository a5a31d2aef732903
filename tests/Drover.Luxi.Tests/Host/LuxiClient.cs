using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Drover.Luxi.Tests.Host;

/// <summary>A client that sends exactly the bytes that a test gives it.</summary>
internal sealed class LuxiClient : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly List<byte> _unread = [];

    public LuxiClient(string path) => _socket.Connect(new UnixDomainSocketEndPoint(path));

    /// <summary>Sends a request and returns its whole answer.</summary>
    public async Task<JsonElement> CallAsync(string request)
    {
        await SendAsync(request);
        return await ReceiveAsync() ?? throw new InvalidOperationException("The connection was closed without an answer.");
    }

    /// <summary>Calls a method and returns its result; fails the test when it is an error.</summary>
    public async Task<JsonElement> ResultAsync(string method, string args, int version = 3000000)
    {
        var answer = await CallAsync($$"""{"method":"{{method}}","args":{{args}},"version":{{version}}}""");
        Assert.True(answer.GetProperty("success").GetBoolean(), answer.GetRawText());
        return answer.GetProperty("result");
    }

    /// <summary>Calls a method and returns its error; fails the test when it succeeds.</summary>
    public async Task<JsonElement> ErrorAsync(string method, string args, int version = 3000000)
    {
        var answer = await CallAsync($$"""{"method":"{{method}}","args":{{args}},"version":{{version}}}""");
        Assert.False(answer.GetProperty("success").GetBoolean(), answer.GetRawText());
        return answer.GetProperty("result");
    }

    public Task SendAsync(string request) => SendBytesAsync([.. Encoding.UTF8.GetBytes(request), 3]);

    public async Task SendBytesAsync(byte[] message)
    {
        ReadOnlyMemory<byte> bytes = message;
        while (!bytes.IsEmpty)
            bytes = bytes[await _socket.SendAsync(bytes)..];
    }

    /// <summary>The next answer, or null when the server has closed the connection.</summary>
    public async Task<JsonElement?> ReceiveAsync()
    {
        var chunk = new byte[64 * 1024];
        while (true)
        {
            var end = _unread.IndexOf(3);
            if (end >= 0)
            {
                using var document = JsonDocument.Parse(_unread[..end].ToArray());
                _unread.RemoveRange(0, end + 1);
                return document.RootElement.Clone();
            }
            int count;
            try
            {
                count = await _socket.ReceiveAsync(chunk).WaitAsync(s_patience);
            }
            catch (SocketException)
            {
                return null;
            }
            if (count == 0)
                return null;
            _unread.AddRange(chunk.AsSpan(0, count));
        }
    }

    /// <summary>So many bytes as they come.</summary>
    public async Task<string> ReceiveTextAsync(int count)
    {
        var bytes = new byte[count];
        for (var have = 0; have < count;)
            have += await _socket.ReceiveAsync(bytes.AsMemory(have)).AsTask().WaitAsync(s_patience) is var more and > 0 ? more : count;
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Says that nothing more will be sent.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Whether the server still answers on this connection.</summary>
    public async Task<bool> IsOpenAsync()
    {
        try
        {
            await SendAsync("""{"method":"QueryConfigValues","args":[[]]}""");
        }
        catch (SocketException)
        {
            return false;
        }
        return await ReceiveAsync() is { } answer && answer.GetProperty("result").GetArrayLength() == 0;
    }

    public void Dispose() => _socket.Dispose();
}
