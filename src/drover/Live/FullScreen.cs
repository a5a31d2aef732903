using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Drover.Cli.Terminal;

namespace Drover.Cli.Live;

/// <summary>
/// The whole terminal: its alternate screen, keys without echo, no cursor. Given back by <see cref="Dispose"/> and before every signal that ends or
/// stops the program.
/// </summary>
internal sealed class FullScreen : IPainter, IDisposable
{
    // xterm, "Functions using CSI": 1049 is the alternate screen, 25 the cursor.
    private const string EnterSequence = "\x1b[?1049h\x1b[?25l\x1b[H\x1b[2J";
    private const string LeaveSequence = "\x1b[?25h\x1b[?1049l";

    private readonly Lock _gate = new();
    /// <summary>How long a terminal may take for the sequence that gives it back.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly Screen _screen;
    private readonly FrameWriter _writer;
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly KeyMode _keys = new();
    private List<ScreenLine> _drawn = [];
    private ScreenSize _size;
    private bool _entered;
    private volatile bool _isBehind;

    /// <param name="screen">The terminal.</param>
    /// <param name="draw">Called when a frame had no room and may have now.</param>
    public FullScreen(Screen screen, Action draw)
    {
        _screen = screen;
        _writer = new FrameWriter(screen, () =>
        {
            if (_isBehind)
                draw();
        });
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT])
            _signals.Add(PosixSignalRegistration.Create(signal, _ => Leave()));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTSTP, Stop));
        Continue();
    }

    public ScreenSize Room => WindowSize.Get();

    /// <summary>Nobody reads faster, and a slow line has no room for more.</summary>
    public TimeSpan Gap { get; } = TimeSpan.FromMilliseconds(200);

    public void Paint(IReadOnlyList<ScreenLine> frame)
    {
        lock (_gate)
        {
            if (!_entered)
                return;
            // In this order: the writer, which looks after it is done, misses no frame that was left out.
            _isBehind = true;
            if (!_writer.IsIdle)
                return;
            _isBehind = false;
            var output = new StringBuilder();
            if (Room is var now && now != _size)
            {
                output.Append("\x1b[2J");
                (_size, _drawn) = (now, []);
            }

            for (var row = 0; row < Math.Max(frame.Count, _drawn.Count); row++)
            {
                var before = row < _drawn.Count ? _drawn[row] : new ScreenLine("");
                var line = row < frame.Count ? frame[row] : new ScreenLine("");
                if (line == before)
                    continue;
                output.Append(CultureInfo.InvariantCulture, $"\x1b[{row + 1};1H");
                LineChange.Write(output, before, line, _screen.OutColour);
            }

            _drawn = [.. frame];
            if (output.Length > 0)
                _ = _writer.TryWrite(output.ToString());
        }
    }

    public void Continue()
    {
        lock (_gate)
        {
            if (_entered)
                return;
            _keys.Begin();
            _ = _writer.TryWrite(EnterSequence);
            (_entered, _size, _drawn) = (true, default, []);
        }
    }

    /// <summary>Draws all of the next frame, whatever others have written.</summary>
    public void Redraw()
    {
        lock (_gate)
            _size = default;
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        Leave();
        _writer.Dispose();
    }

    /// <summary>The runtime's handler has taken the place of what the system does by itself, which is to stop the process.</summary>
    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        Leave();
        _ = Libc.Kill(Environment.ProcessId, Libc.SigStop);
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (!_entered)
                return;
            _entered = false;
            _writer.Finish(LeaveSequence, s_patience);
            _keys.End();
        }
    }
}
