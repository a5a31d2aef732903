namespace Drover.Doors;

/// <summary>Keeps a line that many callers may cause to one a minute and caller (<see cref="RareLine"/>). Beyond some hundred callers at once, the others share one line.</summary>
/// <param name="clock">Measures the minute.</param>
public sealed class RareLines(TimeProvider clock)
{
    private const int MostCallers = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, RareLine> _lines = new(StringComparer.Ordinal);
    private readonly RareLine _others = new(clock);

    /// <summary>It happened once more by this caller. How often since its last line, when a line is due; else 0. May be called from any thread.</summary>
    public long Add(string caller) => LineOf(caller).Add();

    private RareLine LineOf(string caller)
    {
        lock (_gate)
        {
            if (_lines.TryGetValue(caller, out var line))
                return line;
            if (_lines.Count == MostCallers)
                foreach (var (old, _) in _lines.Where(known => known.Value.IsOver).ToList())
                    _lines.Remove(old);
            return _lines.Count == MostCallers ? _others : _lines[caller] = new RareLine(clock);
        }
    }
}
