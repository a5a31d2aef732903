using System.Net;
using System.Net.Sockets;

namespace Drover.Fleet.Tests.Failover;

/// <summary>The line between one node and its master, which a test cuts, holds up or mends. Both ends live on meanwhile.</summary>
internal sealed class CutProxy : IDisposable
{
    private readonly Func<IPEndPoint> _target;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Socket> _open = [];
    private TaskCompletionSource _flows = Passed();
    private TaskCompletionSource _answers = Passed();
    private bool _isCut;

    /// <param name="target">Where the master is by now.</param>
    public CutProxy(Func<IPEndPoint> target)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Place => _listener.LocalEndpoint.ToString()!;

    /// <summary>Ends what is connected, and lets nobody connect.</summary>
    public void Cut()
    {
        List<Socket> open;
        lock (_gate)
        {
            _isCut = true;
            open = [.. _open];
            _open.Clear();
        }
        open.ForEach(socket => socket.Dispose());
    }

    /// <summary>Nothing comes through, and nobody hears of it.</summary>
    public void Hold()
    {
        HoldAnswers();
        lock (_gate)
            if (_flows.Task.IsCompleted)
                _flows = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>The node hears its master, and is not heard.</summary>
    public void HoldAnswers()
    {
        lock (_gate)
            if (_answers.Task.IsCompleted)
                _answers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>All comes through again, also what was held up.</summary>
    public void Mend()
    {
        lock (_gate)
        {
            _isCut = false;
            _flows.TrySetResult();
            _answers.TrySetResult();
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        Cut();
        _listener.Dispose();
        _end.Dispose();
    }

    private static TaskCompletionSource Passed()
    {
        var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        passed.SetResult();
        return passed;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptSocketAsync(_end.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket near)
    {
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (near)
        {
            lock (_gate)
            {
                if (_isCut)
                    return;
                _open.UnionWith([near, far]);
            }
            try
            {
                await far.ConnectAsync(_target());
                await Task.WhenAny(PassAsync(near, far, areAnswers: true), PassAsync(far, near, areAnswers: false));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // There is no master now.
            }
            lock (_gate)
                _open.ExceptWith([near, far]);
        }
    }

    private async Task PassAsync(Socket from, Socket to, bool areAnswers)
    {
        var buffer = new byte[16_384];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                Task flows;
                lock (_gate)
                    flows = areAnswers ? _answers.Task : _flows.Task;
                await flows;
                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It was cut.
        }
    }
}
