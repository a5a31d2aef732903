using Drover.Lava.Zmq;

namespace Drover.LavaLoad;

/// <summary>The least that a server can do: a ROUTER that sends PONG to whoever sends something. What Drover's door costs is what it is slower.</summary>
internal sealed class BareRouter : IDisposable
{
    private readonly ZmqContext _context = new();
    private readonly ZmqSocket _router;
    private readonly ZmqFrames _frames = new(3);
    private readonly ZmqPoller _poller = new();
    private readonly Thread _thread;
    private volatile bool _ending;

    public BareRouter(string endpoint = "tcp://127.0.0.1:*")
    {
        _router = new ZmqSocket(_context, ZmqSocketType.Router);
        _router.Set(ZmqOption.Linger, 0);
        _router.Set(ZmqOption.Backlog, 1024);
        _router.Bind(endpoint);
        Endpoint = _router.LastEndpoint;
        _poller.Add(_router);
        _thread = new Thread(Run) { IsBackground = true, Name = "bare-router" };
        _thread.Start();
    }

    public string Endpoint { get; }

    public void Dispose()
    {
        _ending = true;
        _thread.Join();
        _router.Dispose();
        _frames.Dispose();
        _context.Dispose();
    }

    private void Run()
    {
        while (!_ending)
        {
            while (_frames.Take(_router))
            {
                _router.Send(_frames[0], more: true);
                if (_frames.Count > 2)
                {
                    _router.Send("HELLO_OK"u8, more: false);
                    continue;
                }
                _router.Send("PONG"u8, more: true);
                _router.Send("20"u8, more: false);
            }
            _poller.Wait(50);
        }
    }
}
