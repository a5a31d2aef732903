using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Drover.Agent.Identity;
using Drover.Agent.Native;

namespace Drover.Agent.Watching;

/// <summary>The datagram socket of one invocation to which it announces readiness (sd_notify(3)). It lives in the file system, so a restarted
/// daemon binds the same place again; only its owner may write to it.</summary>
internal sealed class NotifySocket : IDisposable
{
    private const int MostBytes = 4096;
    private const int MostText = 512;

    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[MostBytes];

    private NotifySocket(Socket socket, string path) => (_socket, Path) = (socket, path);

    internal string Path { get; }

    internal int Descriptor => (int)_socket.Handle;

    /// <summary>Where sockets are if nobody says otherwise.</summary>
    internal static string UsualDirectory(string runDirectory) => System.IO.Path.Combine(runDirectory, "notify");

    /// <summary>Where the socket of an invocation is to be.</summary>
    internal static string PathFor(AgentOptions options, string invocation) => options.NotifyDirectory is { } directory
        ? System.IO.Path.Combine(directory, ShortName(invocation))
        : System.IO.Path.Combine(UsualDirectory(options.RunDirectory), invocation);

    /// <summary>Where the socket of a record is.</summary>
    internal static string PathOf(AgentOptions options, InvocationRecord record) =>
        record.NotifyPath ?? System.IO.Path.Combine(UsualDirectory(options.RunDirectory), record.Invocation);

    /// <summary>Nine letters and digits: as long a path as <c>drover.sock</c> has in the directory above.</summary>
    private static string ShortName(string invocation)
    {
        const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";
        var number = BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(invocation)));
        return string.Create(9, number, static (name, rest) =>
        {
            for (var i = 0; i < name.Length; i++, rest /= 36)
                name[i] = Digits[(int)(rest % 36)];
        });
    }

    /// <summary>Makes the socket, in place of an older one.</summary>
    /// <exception cref="AgentException">It cannot be made.</exception>
    internal static NotifySocket Open(string path, uint owner)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            _ = Libc.Unlink(path);
            socket.Bind(new UnixDomainSocketEndPoint(path));
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            if (owner != Libc.EffectiveUser())
                _ = Libc.ChangeOwner(path, owner, uint.MaxValue);
            return new NotifySocket(socket, path);
        }
        catch (Exception e) when (e is SocketException or IOException or ArgumentException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new AgentException("NOTIFY_SOCKET", $"Cannot make the notification socket \"{path}\": {e.Message}. Check the run directory (its path must be short).");
        }
    }

    /// <summary>Takes what has arrived, a batch at most: a chatty process must not hold the thread.</summary>
    internal IEnumerable<(bool Ready, string? Status)> Receive()
    {
        for (var taken = 0; taken < 16; taken++)
        {
            int length;
            try
            {
                length = _socket.Receive(_buffer);
            }
            catch (SocketException)
            {
                yield break;
            }
            catch (ObjectDisposedException)
            {
                yield break;
            }
            yield return Parse(_buffer.AsSpan(0, length));
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _ = Libc.Unlink(Path);
    }

    /// <summary>Closes the socket but leaves its place to the next daemon.</summary>
    internal void Leave() => _socket.Dispose();

    private static (bool Ready, string? Status) Parse(ReadOnlySpan<byte> message)
    {
        var ready = false;
        string? status = null;
        foreach (var line in Encoding.UTF8.GetString(message).Split('\n'))
        {
            if (line == "READY=1")
                ready = true;
            else if (line.StartsWith("STATUS=", StringComparison.Ordinal))
                status = new string(line.AsSpan(7).ToArray().Where(c => !char.IsControl(c)).Take(MostText).ToArray());
        }
        return (ready, status);
    }
}
