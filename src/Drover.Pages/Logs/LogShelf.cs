using Drover.Kernel;
using Drover.Kernel.Logs;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;

namespace Drover.Pages.Logs;

/// <summary>Parts of logs, for those who may read them.</summary>
/// <param name="sources">Where there are logs.</param>
internal sealed class LogShelf(IReadOnlyList<ILogSource> sources)
{
    private const int MostLines = 200;
    private const int MostBytes = 64 << 10;

    /// <summary>Reads the part that the address names: <c>before</c> or <c>at</c> an offset, else the end.</summary>
    /// <exception cref="RequestException">There is no such log.</exception>
    public Task<LogView> ReadAsync(Call call)
    {
        var parameters = call.Parameters("before", "at", "notice");
        var name = call.LastName;
        AccessGate.Require(call.Caller, new Permission(AccessAction.Inspect, Protected.Log, name));
        var (before, at) = (parameters.Text("before"), parameters.Text("at"));
        return Task.FromResult(Part(name, Offset("before", before), Offset("at", at)) ?? throw new RequestException(StatusCodes.Status404NotFound, "LOG_UNKNOWN", $"There is no log '{name}'.", "name"));
    }

    /// <summary>The end of a log; without lines when the caller may not see it, or nothing was written yet, null when there is none of that name.</summary>
    public LogView? Tail(Call call, string name) =>
        AccessGate.Allows(call.Caller, new Permission(AccessAction.Inspect, Protected.Log, name)) ? Part(name, null, null) : new LogView(name, null, null, null);

    /// <summary>Opens a log for one who waits for its changes; null when there is nothing to wait for yet.</summary>
    /// <exception cref="NotAllowedException">The caller may not see it.</exception>
    public ILogReader? Open(Call call, string name)
    {
        AccessGate.Require(call.Caller, new Permission(AccessAction.Inspect, Protected.Log, name));
        return Open(name);
    }

    private LogView? Part(string name, long? before, long? at)
    {
        using var log = Open(name);
        if (log is null)
            return sources.Any(source => source.List().Any(known => known.Name == name)) ? new LogView(name, [], null, null) : null;
        var stat = log.Stat();
        if (at is { } asked)
        {
            var start = Math.Clamp(asked, stat.First, stat.End);
            return View(name, stat, Lines(log, start, Math.Min(stat.End, start + MostBytes), isCut: false).Take(MostLines).ToList(), start);
        }
        var end = Math.Clamp(before ?? stat.End, stat.First, stat.End);
        var begin = Math.Max(stat.First, end - MostBytes);
        var lines = Lines(log, begin, end, isCut: begin > stat.First).TakeLast(MostLines).ToList();
        return View(name, stat, lines, end);
    }

    private static LogView View(string name, LogStat stat, List<(OutputLine Line, long End)> lines, long otherwise)
    {
        var (first, last) = lines.Count > 0 ? (lines[0].Line.Offset, lines[^1].End) : (otherwise, otherwise);
        return new LogView(name, [.. lines.Select(line => line.Line)], first > stat.First ? first : null, last < stat.End ? last : null);
    }

    /// <param name="log">The log.</param>
    /// <param name="begin">Where to begin.</param>
    /// <param name="end">Where to end.</param>
    /// <param name="isCut">Whether it begins amid a line, which is left out.</param>
    private static IEnumerable<(OutputLine Line, long End)> Lines(ILogReader log, long begin, long end, bool isCut)
    {
        var bytes = new byte[end - begin];
        var (got, first) = (0, begin);
        while (first + got < end)
        {
            var piece = log.Read(first + got, (int)(end - first - got));
            if (piece.Bytes.IsEmpty || piece.Restarted)
                break;
            // Its front may be cut away while it is read.
            if (piece.Skipped > 0)
                (got, first) = (0, piece.Offset);
            var part = piece.Bytes[..(int)Math.Min(piece.Bytes.Length, end - first - got)];
            part.CopyTo(bytes.AsMemory(got));
            got += part.Length;
        }
        for (var at = 0; at < got;)
        {
            var length = bytes.AsSpan(at, got - at).IndexOf((byte)'\n') is var newline and >= 0 ? newline + 1 : got - at;
            if (at > 0 || !isCut)
                yield return (OutputLine.Of(first + at, bytes.AsSpan(at, length)), first + at + length);
            at += length;
        }
    }

    private ILogReader? Open(string name)
    {
        foreach (var source in sources)
        {
            try
            {
                if (source.Open(name) is { } log)
                    return log;
            }
            catch (LogException empty) when (empty.Code == "LOG_EMPTY")
            {
                return null;
            }
        }
        return null;
    }

    private static long? Offset(string name, string? text) => text is null ? null
        : long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var offset) ? offset
        : throw RequestException.Bad("PARAMETER_INVALID", $"'{name}' must be a place in the log: a whole number from 0.", name);
}
