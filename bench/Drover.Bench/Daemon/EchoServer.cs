using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Drover.Bench.Daemon;

/// <summary>The least that a server can do over such sockets: one thread that sleeps in epoll_wait(2) and sends back what it received. What a
/// daemon answers beside it in the same run tells what its own work costs.</summary>
internal sealed unsafe partial class EchoServer : IDisposable
{
    private const int Add = 1, Readable = 1, EventsAtOnce = 128;

    // struct epoll_event is packed on x86-64 only.
    private static readonly int s_eventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly List<Socket> _clients = [];
    private readonly int _poll = PollCreate(0);

    public EchoServer(string path)
    {
        Path = path;
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(128);
        Watch(_listener);
        new Thread(Run) { IsBackground = true, Name = "echo" }.Start();
    }

    public string Path { get; }

    /// <summary>Stops taking connections; those that there are end with their clients.</summary>
    public void Dispose() => _listener.Dispose();

    private void Run()
    {
        var events = stackalloc byte[16 * EventsAtOnce];
        var buffer = stackalloc byte[1 << 16];
        while (true)
        {
            var count = PollWait(_poll, events, EventsAtOnce, -1);
            for (var i = 0; i < count; i++)
            {
                var handle = *(int*)(events + (i * s_eventSize) + s_eventSize - sizeof(long));
                if (handle == _listener.Handle)
                {
                    _clients.Add(_listener.Accept());
                    Watch(_clients[^1]);
                }
                else if (Receive(handle, buffer, 1 << 16, 0) is var length and > 0)
                    _ = Send(handle, buffer, (nuint)length, 0);
                else
                    Drop(handle);
            }
        }
    }

    private void Watch(Socket socket)
    {
        var change = stackalloc byte[16];
        *(uint*)change = Readable;
        *(long*)(change + s_eventSize - sizeof(long)) = socket.Handle;
        _ = PollControl(_poll, Add, (int)socket.Handle, change);
    }

    private void Drop(int handle)
    {
        var client = _clients.Find(socket => socket.Handle == handle);
        client?.Dispose();
        _clients.RemoveAll(socket => socket == client);
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1")]
    private static partial int PollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl")]
    private static partial int PollControl(int poll, int operation, int descriptor, byte* change);

    [LibraryImport("libc", EntryPoint = "epoll_wait")]
    private static partial int PollWait(int poll, byte* events, int most, int milliseconds);

    [LibraryImport("libc", EntryPoint = "recv")]
    private static partial nint Receive(int socket, byte* into, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send")]
    private static partial nint Send(int socket, byte* data, nuint length, int flags);
}
