using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Drover.Doors.Listening;

/// <summary>Listening sockets that a service manager has opened for this process and keeps open when it ends (<c>sd_listen_fds(3)</c>): who connects meanwhile waits for the next daemon.
/// A door takes the one of its own address. They are never closed here: the runtime would shut them down (<c>shutdown(2)</c>) for the service manager too.</summary>
public sealed partial class PassedSockets
{
    private const int FirstDescriptor = 3;
    private const int SetFlags = 2; // F_SETFD
    private const int CloseOnExec = 1; // FD_CLOEXEC

    private static readonly string[] s_variables = ["LISTEN_PID", "LISTEN_PIDFDID", "LISTEN_FDS", "LISTEN_FDNAMES"];

    private readonly List<(string Name, Socket Socket)> _sockets;

    private PassedSockets(List<(string Name, Socket Socket)> sockets) => _sockets = sockets;

    /// <summary>Those that no door has taken, for people: address and name.</summary>
    public IReadOnlyList<string> Left => [.. _sockets.Select(socket => $"{socket.Socket.LocalEndPoint} ({socket.Name})")];

    /// <summary>Takes those of this process, and the variables that tell of them out of its environment. Programs that it starts get neither.</summary>
    /// <exception cref="DroverException"><c>SOCKETS_PASSED</c>: what was passed is no listening socket, or the variables make no sense.</exception>
    public static PassedSockets OfThisProcess()
    {
        var (process, count, names) = (Variable("LISTEN_PID"), Variable("LISTEN_FDS"), Variable("LISTEN_FDNAMES"));
        foreach (var variable in s_variables)
            Environment.SetEnvironmentVariable(variable, null);
        return process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture) ? Read(count, names, FirstDescriptor) : new([]);
    }

    /// <param name="count">How many there are, as <c>LISTEN_FDS</c> says it.</param>
    /// <param name="names">Their names, as <c>LISTEN_FDNAMES</c> says them; null when they have none.</param>
    /// <param name="first">Descriptor of the first.</param>
    internal static PassedSockets Read(string? count, string? names, int first)
    {
        if (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw new DroverException("SOCKETS_PASSED", $"LISTEN_FDS is '{count}', which is no number of sockets. Let systemd set it (drover.socket), or start droverd without it and LISTEN_PID.");
        var called = names?.Split(':') ?? [];
        List<(string, Socket)> sockets = [];
        for (var i = 0; i < number; i++)
        {
            var name = called.ElementAtOrDefault(i) is { Length: > 0 } given ? given : "unknown";
            sockets.Add((name, Open(first + i, name)));
        }
        return new(sockets);
    }

    /// <summary>The socket that listens on an address, for the door to serve; null when there is none, or it was taken already.</summary>
    public Socket? Take(EndPoint where)
    {
        var index = _sockets.FindIndex(socket => socket.Socket.LocalEndPoint!.ToString() == where.ToString());
        if (index < 0)
            return null;
        var socket = _sockets[index].Socket;
        _sockets.RemoveAt(index);
        return socket;
    }

    private static Socket Open(int descriptor, string name)
    {
        try
        {
            var socket = new Socket(new SafeSocketHandle(descriptor, ownsHandle: false));
            if (socket.SocketType == SocketType.Stream && (int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.AcceptConnection)! != 0
                && Control(descriptor, SetFlags, CloseOnExec) == 0)
                return socket;
        }
        catch (SocketException)
        {
            // It is open as something else, or not at all.
        }
        throw new DroverException("SOCKETS_PASSED",
            $"The descriptor {descriptor} ({name}) that the service manager has passed is no listening stream socket. In a unit of systemd write ListenStream=, and no Accept=yes.");
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int argument);
}
