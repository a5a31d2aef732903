using System.Globalization;
using System.Net.Sockets;
using Drover.Kernel.Operations;

namespace Drover.Cluster.Testing;

/// <summary>A UNIX socket of one test opcode, through which its client tells it to go on. Gone when disposed.</summary>
internal sealed class TestSocket : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    private TestSocket(string path) => Path = path;

    public string Path { get; }

    /// <exception cref="OperationException">The socket could not be made; the text names the path.</exception>
    public static TestSocket Listen(string directory, OperationContext context, string purpose)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test-{context.JobId}-{context.Opcode}-{purpose}.sock");
        var socket = new TestSocket(System.IO.Path.Combine(directory, name));
        try
        {
            Directory.CreateDirectory(directory);
            // One that a crash left would keep the name.
            File.Delete(socket.Path);
            socket._listener.Bind(new UnixDomainSocketEndPoint(socket.Path));
            File.SetUnixFileMode(socket.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
            socket._listener.Listen(4);
            return socket;
        }
        catch (Exception problem) when (problem is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            socket.Dispose();
            throw Refusal.Failed($"The test socket {socket.Path} could not be made: {problem.Message}");
        }
    }

    /// <summary>Waits for a client, and then until it has closed its end.</summary>
    /// <exception cref="TimeoutException">It did not come, or did not go.</exception>
    public async Task ConfirmAsync(TimeSpan toConnect, TimeSpan toClose, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var client = await _listener.AcceptAsync(cancellationToken).AsTask().WaitAsync(toConnect, clock, cancellationToken);
        await ReadToEndAsync(client, cancellationToken).WaitAsync(toClose, clock, cancellationToken);
    }

    /// <summary>Waits until some client has sent a byte. Those that leave without one do not count.</summary>
    public async Task ReceiveByteAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[1];
        while (true)
        {
            using var client = await _listener.AcceptAsync(cancellationToken);
            try
            {
                if (await client.ReceiveAsync(buffer, cancellationToken) > 0)
                    return;
            }
            catch (SocketException)
            {
                // This one went away; the next may come.
            }
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        try
        {
            File.Delete(Path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The run directory is emptied at the next start anyway.
        }
    }

    private static async Task ReadToEndAsync(Socket client, CancellationToken cancellationToken)
    {
        var buffer = new byte[64];
        try
        {
            while (await client.ReceiveAsync(buffer, cancellationToken) > 0)
            {
                // What it says does not matter, only that it ends.
            }
        }
        catch (SocketException)
        {
            // A reset is an end as well.
        }
    }
}
