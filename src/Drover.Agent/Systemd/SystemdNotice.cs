using System.Net.Sockets;
using System.Text;

namespace Drover.Agent.Systemd;

/// <summary>Tells the service manager how far we are (<c>sd_notify(3)</c>); silent when there is none.</summary>
public static class SystemdNotice
{
    /// <summary>Tells one state, such as <c>READY=1</c>.</summary>
    public static void Send(string state)
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 1 } path)
            return;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            // A leading @ stands for the abstract namespace (unix(7)).
            socket.Connect(new UnixDomainSocketEndPoint(path[0] == '@' ? "\0" + path[1..] : path));
            socket.Send(Encoding.UTF8.GetBytes(state));
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            // A manager that does not listen is no reason not to run.
        }
    }
}
