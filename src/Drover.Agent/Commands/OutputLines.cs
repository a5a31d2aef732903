using System.Text;

namespace Drover.Agent.Commands;

/// <summary>Makes of what a command writes texts of whole lines, not more than a few each second, in the order in which they came. What is beyond a bound is counted and left out.</summary>
internal sealed class OutputLines : IDisposable
{
    /// <summary>Longest text. 128 of them are on their way to a master in one message.</summary>
    internal const int TextBytes = 8 << 10;

    /// <summary>How long a line waits for more of them.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly List<byte>[] _waiting = [[], []];
    private readonly Action<bool, string> _tell;
    private readonly ITimer _timer;
    private long _room;
    private long _dropped;
    private bool _isTimed;

    /// <param name="most">Bytes that are told.</param>
    /// <param name="tell">Takes texts; of standard error when the first is true.</param>
    /// <param name="clock">Times the pause.</param>
    internal OutputLines(long most, Action<bool, string> tell, TimeProvider clock)
    {
        (_room, _tell) = (most, tell);
        _timer = clock.CreateTimer(_ => OnTime(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Bytes that were left out.</summary>
    internal long Dropped
    {
        get
        {
            lock (_gate)
                return _dropped;
        }
    }

    /// <summary>Something was written.</summary>
    internal void Take(bool isError, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            var fits = bytes[..(int)Math.Min(bytes.Length, _room)];
            _room -= fits.Length;
            _dropped += bytes.Length - fits.Length;
            if (fits.IsEmpty)
                return;
            // Whole lines of the other stream were written before.
            Tell_NeedsLock(!isError, isEnd: false);
            var waiting = _waiting[isError ? 1 : 0];
            waiting.AddRange(fits);
            if (waiting.Count >= TextBytes)
                Tell_NeedsLock(isError, isEnd: false);
            if (!_isTimed)
                _isTimed = _timer.Change(Pause, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Nothing more comes: what waits for the end of its line is told as well.</summary>
    internal void End()
    {
        lock (_gate)
        {
            Tell_NeedsLock(isError: false, isEnd: true);
            Tell_NeedsLock(isError: true, isEnd: true);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void OnTime()
    {
        lock (_gate)
        {
            _isTimed = false;
            Tell_NeedsLock(isError: false, isEnd: false);
            Tell_NeedsLock(isError: true, isEnd: false);
        }
    }

    private void Tell_NeedsLock(bool isError, bool isEnd)
    {
        var waiting = _waiting[isError ? 1 : 0];
        var bytes = waiting.ToArray().AsSpan();
        var told = 0;
        while (Length(bytes[told..], isEnd) is > 0 and var length)
        {
            _tell(isError, Encoding.UTF8.GetString(bytes.Slice(told, length)));
            told += length;
        }
        waiting.RemoveRange(0, told);
    }

    /// <summary>How much of some bytes makes the next text: whole lines, or as much of one as there is room for, cut between characters. 0 when more is to be waited for.</summary>
    private static int Length(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        var whole = bytes[..Math.Min(bytes.Length, TextBytes)].LastIndexOf((byte)'\n') + 1;
        if (isEnd && bytes.Length <= TextBytes)
            return bytes.Length;
        if (whole > 0 || bytes.Length < TextBytes)
            return whole;
        var cut = TextBytes;
        while (cut > TextBytes - 4 && cut < bytes.Length && (bytes[cut] & 0xC0) == 0x80)
            cut--;
        return cut;
    }
}
