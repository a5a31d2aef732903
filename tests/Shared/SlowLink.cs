using System.Net.Sockets;

namespace Drover.Tests.Shared;

/// <summary>A slow line between a client and its daemon: a UNIX socket before another one. What the daemon sends goes on piece by piece, each when the test says so; what the client sends goes on at once.</summary>
internal sealed class SlowLink : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _allowed = new(0);
    private readonly SemaphoreSlim _passed = new(0);
    private readonly string _target;
    private readonly int _piece;
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isFast;

    /// <param name="path">The client's end.</param>
    /// <param name="target">The daemon's socket.</param>
    /// <param name="piece">Bytes of a piece.</param>
    public SlowLink(string path, string target, int piece)
    {
        (Path, _target, _piece) = (path, target, piece);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        _ = AcceptAsync();
    }

    public string Path { get; }

    /// <summary>Somebody has connected.</summary>
    public Task Connected => _connected.Task;

    /// <summary>From here on the line is as fast as any, or slow again.</summary>
    public bool IsFast
    {
        get => _isFast;
        set
        {
            _isFast = value;
            if (value)
                _allowed.Release();
        }
    }

    /// <summary>Lets one piece pass, as soon as there is one; ends when it has passed.</summary>
    public Task PassAsync()
    {
        _allowed.Release();
        return _passed.WaitAsync(_end.Token);
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptAsync(_end.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var daemon = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _connected.TrySetResult();
        using (client)
        {
            try
            {
                await daemon.ConnectAsync(new UnixDomainSocketEndPoint(_target), _end.Token);
                var there = PumpAsync(client, daemon, 64 * 1024, isSlow: false);
                await PumpAsync(daemon, client, _piece, isSlow: true);
                client.Shutdown(SocketShutdown.Both);
                await there;
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Either end has gone.
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket to, int most, bool isSlow)
    {
        var buffer = new byte[most];
        while (await from.ReceiveAsync(buffer, _end.Token) is > 0 and var count)
        {
            if (isSlow && !_isFast)
                await _allowed.WaitAsync(_end.Token);
            await to.SendAsync(buffer.AsMemory(0, count), _end.Token);
            if (isSlow && _isFast)
                _ = _allowed.CurrentCount == 0 ? _allowed.Release() : 0;
            else if (isSlow)
                _passed.Release();
        }

        to.Shutdown(SocketShutdown.Send);
    }
}
