using Drover.Cli.Terminal;

namespace Drover.Cli.Live;

/// <summary>
/// How far something long is that this program does piece by piece: a bar below what is printed, on a terminal; elsewhere nothing. What is printed meanwhile is printed
/// by <see cref="Above"/>; errors and notes find their place themselves.
/// </summary>
internal sealed class ProgressBar : IDisposable
{
    private const int Width = 30;

    /// <summary>Of fewer pieces nobody needs to be told.</summary>
    private const int LeastPieces = 2;

    private readonly Screen _screen;
    private readonly string _word;
    private readonly long _total;
    private readonly InlinePainter? _painter;

    /// <param name="word">What is counted: <c>file</c>.</param>
    /// <param name="total">How many there are.</param>
    /// <param name="size">Of the terminal; null for that of this process.</param>
    public ProgressBar(Screen screen, string word, long total, Func<ScreenSize>? size = null)
    {
        (_screen, _word, _total) = (screen, word, total);
        if (!screen.CanDraw || total < LeastPieces)
            return;
        _painter = new InlinePainter(screen, size ?? WindowSize.Get);
        _screen.HideDrawing = _painter.Clear;
    }

    /// <summary>So many are done.</summary>
    public void Report(long done) => Paint(new StepProgress(_word, done, _total).Bar(Width));

    /// <summary>What is done now has no pieces.</summary>
    public void Say(string text) => Paint(text);

    /// <summary>Prints something in the place of the bar, which comes back with the next report.</summary>
    public void Above(Action print)
    {
        _painter?.Clear();
        print();
    }

    /// <summary>Takes the bar away.</summary>
    public void Dispose()
    {
        if (_painter is null)
            return;
        _painter.Clear();
        _screen.HideDrawing = null;
    }

    private void Paint(string text) => _painter?.Paint([new ScreenLine(CellText.Cut(text, _painter.Room.Columns))]);
}
