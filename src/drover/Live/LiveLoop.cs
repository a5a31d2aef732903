using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Drover.Cli.Live;

/// <summary>
/// The one thread of a live view: makes the changes that others post, draws when there was one, and each second, for elapsed times grow. Changes that
/// come faster than the painter wants are drawn together, but for those of a key; the last one always is.
/// </summary>
internal sealed class LiveLoop : IDisposable
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    private readonly Channel<Action> _changes = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Session _session;
    private readonly PosixSignalRegistration? _resized;
    private readonly PosixSignalRegistration? _continued;
    private bool _wasStopped;
    private bool _isHasty;

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

    /// <summary>The same for what somebody has just asked for by a key: it is drawn at once.</summary>
    public void PostAtOnce(Action change) => Post(() =>
    {
        _isHasty = true;
        change();
    });

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
            var drawn = Environment.TickCount64;
            var patience = s_tick;
            while (!view.IsOver && patience > TimeSpan.Zero && more.Wait((int)patience.TotalMilliseconds, _session.Interrupt))
            {
                while (!view.IsOver && _changes.Reader.TryRead(out var change))
                    change();
                more = WaitAsync();
                patience = _isHasty ? TimeSpan.Zero : painter.Gap - TimeSpan.FromMilliseconds(Environment.TickCount64 - drawn);
            }

            _isHasty = false;
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
