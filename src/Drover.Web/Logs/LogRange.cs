using System.Globalization;
using Drover.Kernel.Logs;
using Drover.Web.Calls;

namespace Drover.Web.Logs;

/// <summary>The part of a log that a request asks for.</summary>
/// <param name="Offset">Where to begin; null when another way or none is named.</param>
/// <param name="Line">The line to begin with.</param>
/// <param name="Tail">How many last lines.</param>
/// <param name="TailBytes">How many last bytes.</param>
/// <param name="Since">When what is asked for came at the earliest.</param>
/// <param name="Lines">Most lines.</param>
/// <param name="Timestamps">Whether lines are sent with the times at which they came.</param>
internal sealed record LogRange(long? Offset, long? Line, long? Tail, long? TailBytes, Timestamp? Since, long Lines, bool Timestamps)
{
    private const double MostSeconds = 1e11;
    private const long MostTail = 1_000_000;

    public static LogRange Read(Call call)
    {
        var parameters = call.Parameters("offset", "line", "tail", "tail_bytes", "since", "lines", "timestamps");
        var range = new LogRange(
            parameters.Number("offset", 0, long.MaxValue),
            parameters.Number("line", 1, long.MaxValue),
            parameters.Number("tail", 0, MostTail),
            parameters.Number("tail_bytes", 0, long.MaxValue),
            parameters.Seconds("since", MostSeconds) is { } since ? new Timestamp((long)since.TotalMicroseconds) : null,
            parameters.Number("lines", 1, long.MaxValue) ?? long.MaxValue,
            parameters.Text("timestamps") switch
            {
                "yes" => true,
                "no" or null => false,
                var text => throw RequestException.Bad("PARAMETER_INVALID", $"The parameter 'timestamps' is '{text}'; give yes or no.", "timestamps"),
            });
        if (new[] { range.Offset, range.Line, range.Tail, range.TailBytes, range.Since?.Microseconds }.Count(begin => begin is not null) > 1)
            throw RequestException.Bad("PARAMETER_INVALID", "Only one of the parameters offset, line, tail, tail_bytes and since can say where to begin.", "offset");
        // What a reader saw last is newer than the place in the address that it began with.
        var seen = call.Http.Request.Headers["Last-Event-ID"];
        if (seen.Count == 0)
            return range;
        return long.TryParse(seen[0], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            ? range with { Offset = offset, Line = null, Tail = null, TailBytes = null, Since = null }
            : throw RequestException.Bad("PARAMETER_INVALID", "The header Last-Event-ID holds no offset.", "Last-Event-ID");
    }

    /// <summary>For who reads once: an offset behind the end is a mistake, or of a file that was replaced since. A stream says that itself.</summary>
    public void CheckOffset(long end)
    {
        if (Offset > end)
            throw RequestException.Bad("PARAMETER_INVALID",
                string.Create(CultureInfo.InvariantCulture, $"The offset {Offset} is behind the end of the log, which is {end}. Was the file replaced or emptied? Then begin at 0."), "offset");
    }

    /// <summary>The offset to begin at.</summary>
    /// <param name="log">The log.</param>
    /// <param name="otherwise">Where to begin when the request does not say.</param>
    /// <param name="cancellationToken">Set when nobody waits any more.</param>
    public async Task<long> BeginAsync(ILog log, long otherwise, CancellationToken cancellationToken)
    {
        if (Offset is { } offset)
            return offset;
        if (TailBytes is { } bytes)
        {
            var stat = await log.StatAsync(cancellationToken);
            return Math.Max(stat.First, stat.End - bytes);
        }
        LogPlace? place = Tail is { } lines ? new(LogPlaceKind.Tail, lines) : Since is { } since ? new(LogPlaceKind.Time, since.Microseconds) : Line is { } line ? new(LogPlaceKind.Line, line) : null;
        if (place is { } named)
            return await log.FindAsync(named, cancellationToken) ?? throw RequestException.Bad("PARAMETER_INVALID", "This log has no line numbers; begin at an offset, or with tail=N.", "line");
        return otherwise;
    }
}
