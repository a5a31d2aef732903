using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Drover.Cli.Live;

/// <summary>
/// The one thread of a live view: makes the changes that others post, draws when there was one, and each second, for elapsed times grow. While a slow
/// terminal takes a frame changes gather: the frames between are never drawn, and the last one always.
/// </summary>
internal sealed class LiveLoop : IDisposable
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    private readonly Channel<Action> _changes = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Session _session;
    private readonly PosixSignalRegistration? _resized;
    private readonly PosixSignalRegistration? _continued;
    private bool _wasStopped;

    public LiveLoop(Session session)
    {
        _session = session;
        if (!session.Screen.IsProcess)
            return;
        _resized = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Post(static () => { }));
        _continued = PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => Post(() => _wasStopped = true));
    }

    /// <summary>Has a change made on the thread of the loop. May be called by any thread; what comes after the end is dropped.</summary>
    public void Post(Action change) => _changes.Writer.TryWrite(change);

    /// <summary>Ends the loop with an error that another thread met.</summary>
    public void Fail(Exception error) => Post(() => ExceptionDispatchInfo.Throw(error));

    /// <summary>Runs until the view is over.</summary>
    /// <exception cref="OperationCanceledException">The run was interrupted.</exception>
    public void Run(ILiveView view, IPainter painter)
    {
        var more = WaitAsync();
        while (!view.IsOver)
        {
            if (_wasStopped)
                painter.Continue();
            _wasStopped = false;
            painter.Paint(view.Draw(painter.Room, _session.Clock.GetUtcNow()));
            if (!more.Wait((int)s_tick.TotalMilliseconds, _session.Interrupt))
                continue;
            while (!view.IsOver && _changes.Reader.TryRead(out var change))
                change();
            more = WaitAsync();
        }
    }

    public void Dispose()
    {
        _resized?.Dispose();
        _continued?.Dispose();
    }

    /// <summary>Is never canceled itself: who waits for it is, and says so in one way.</summary>
    private Task<bool> WaitAsync() => _changes.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
}
