using Drover.Cli.Live;
using Drover.Cli.Terminal;

namespace Drover.Cli.Top;

/// <summary>A text that takes the place of the list. One that grows is shown from its end, until somebody moves up.</summary>
internal sealed class TextPane(string title) : IDisposable
{
    /// <summary>Of a long log the last lines are kept.</summary>
    private const int MostLines = 5000;

    private readonly List<string> _lines = [];
    private int _first;
    private int _wrapped;
    private int _height = 1;
    private bool _movedUp;

    public string Title { get; } = title;

    /// <summary>Where the text comes from, and what ends with the pane; null for none.</summary>
    public IDisposable? Source { get; init; }

    /// <summary>More is added while it is shown.</summary>
    public bool Grows { get; init; }

    public void Add(string text)
    {
        _lines.AddRange(text.Split('\n'));
        if (_lines.Count > MostLines)
            _lines.RemoveRange(0, _lines.Count - MostLines);
    }

    public bool Move(Key key)
    {
        if (Movement.Of(key, _height) is not { } by)
            return false;
        var last = Math.Max(0, _wrapped - _height);
        _first = (int)Math.Clamp((long)_first + by, 0, last);
        _movedUp = _first < last;
        return true;
    }

    public IEnumerable<ScreenLine> Draw(int width, int height)
    {
        var wrapped = _lines.SelectMany(line => CellText.Wrap(line, width, int.MaxValue)).ToList();
        (_wrapped, _height) = (wrapped.Count, Math.Max(1, height));
        if (Grows && !_movedUp)
            _first = Math.Max(0, _wrapped - _height);
        return wrapped.Skip(_first).Take(height).Select(line => new ScreenLine(line));
    }

    public void Dispose() => Source?.Dispose();
}
