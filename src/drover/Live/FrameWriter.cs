using System.Runtime.ExceptionServices;
using Drover.Cli.Terminal;

namespace Drover.Cli.Live;

/// <summary>
/// Writes to the screen on a thread of its own, one piece after the other: a terminal behind a slow line holds up nothing but what is drawn on it. Nothing is queued: what comes
/// while the piece before has not gone out is refused, and whoever draws it makes a newer one later.
/// </summary>
internal sealed class FrameWriter : IDisposable
{
    private readonly Screen _screen;
    private readonly Action _isFree;
    private readonly SemaphoreSlim _work = new(0);
    private readonly ManualResetEventSlim _idle = new(initialState: true);
    private string? _text;
    private Exception? _error;

    /// <param name="screen">Where to write.</param>
    /// <param name="isFree">Called when a piece has gone out, on the thread of the writer.</param>
    public FrameWriter(Screen screen, Action isFree)
    {
        (_screen, _isFree) = (screen, isFree);
        new Thread(Write) { IsBackground = true, Name = "screen" }.Start();
    }

    public bool IsIdle => _idle.IsSet;

    /// <summary>Writes a piece, unless the one before has not gone out.</summary>
    /// <exception cref="ClosedOutputException">The terminal has gone.</exception>
    public bool TryWrite(string text)
    {
        if (!_idle.IsSet)
            return false;
        if (_error is not null)
            ExceptionDispatchInfo.Throw(_error);
        Begin(text);
        return true;
    }

    /// <summary>Writes the last piece, and waits for it. What a terminal has not taken of the one before is dropped.</summary>
    public void Finish(string text, TimeSpan patience)
    {
        if (!_idle.IsSet)
        {
            _ = Libc.DropOutput(1, Libc.OutputQueue);
            if (!_idle.Wait(patience))
                return;
            // CAN ends a sequence that was cut in its middle.
            text = "\x18" + text;
        }

        Begin(text);
        _ = _idle.Wait(patience);
    }

    /// <summary>Lets the thread end once what it writes has gone out; it does not keep the program.</summary>
    public void Dispose() => Begin(null);

    private void Begin(string? text)
    {
        _text = text;
        _idle.Reset();
        _work.Release();
    }

    private void Write()
    {
        while (true)
        {
            _work.Wait();
            if (_text is not { } text)
                return;
            try
            {
                _screen.Out.Write(text);
                _screen.Out.Flush();
            }
            catch (Exception e) when (e is ClosedOutputException or CliException)
            {
                _error = e;
            }

            _idle.Set();
            _isFree();
        }
    }
}
