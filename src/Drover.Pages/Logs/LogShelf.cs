using Drover.Kernel;
using Drover.Kernel.Logs;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;

namespace Drover.Pages.Logs;

/// <summary>Parts of logs, for those who may read them.</summary>
/// <param name="logs">The logs.</param>
internal sealed class LogShelf(ILogs logs)
{
    private const int MostLines = 200;
    private const int MostBytes = 64 << 10;

    /// <summary>Reads the part that the address names: <c>before</c> or <c>at</c> an offset, else the end.</summary>
    /// <exception cref="RequestException">There is no such log.</exception>
    public async Task<LogView> ReadAsync(Call call)
    {
        var parameters = call.Parameters("before", "at", "notice");
        var name = call.LastName;
        Require(call, name);
        var (before, at) = (parameters.Text("before"), parameters.Text("at"));
        return await PartAsync(name, Offset("before", before), Offset("at", at), call.Aborted) ?? throw new RequestException(StatusCodes.Status404NotFound, "LOG_UNKNOWN", $"There is no log '{name}'.", "name");
    }

    /// <summary>The end of a log; without lines when the caller may not see it, nothing was written yet, or its machine is away; null when there is none of that name.</summary>
    public async Task<LogView?> TailAsync(Call call, string name)
    {
        if (!AccessGate.Allows(call.Caller, new Permission(AccessAction.Inspect, Protected.Log, name)))
            return new LogView(name, null, null, null);
        try
        {
            return await PartAsync(name, null, null, call.Aborted);
        }
        catch (DroverException away) when (away.Code is "NODE_AWAY" or "NODE_SILENT")
        {
            return new LogView(name, [], null, null);
        }
    }

    /// <exception cref="NotAllowedException">The caller may not see a log.</exception>
    public static void Require(Call call, string name) => AccessGate.Require(call.Caller, new Permission(AccessAction.Inspect, Protected.Log, name));

    /// <summary>Opens a log; null when there is none, or nothing in it yet.</summary>
    public async Task<ILog?> OpenAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await logs.OpenAsync(name, cancellationToken);
        }
        catch (DroverException empty) when (empty.Code == "LOG_EMPTY")
        {
            return null;
        }
    }

    private async Task<LogView?> PartAsync(string name, long? before, long? at, CancellationToken cancellationToken)
    {
        using var log = await OpenAsync(name, cancellationToken);
        if (log is null)
            return (await logs.ListAsync(cancellationToken)).Any(known => known.Name == name) ? new LogView(name, [], null, null) : null;
        var stat = await log.StatAsync(cancellationToken);
        if (at is { } asked)
        {
            var start = Math.Clamp(asked, stat.First, stat.End);
            return View(name, stat, (await LinesAsync(log, start, Math.Min(stat.End, start + MostBytes), isCut: false, cancellationToken)).Take(MostLines).ToList(), start);
        }
        var end = Math.Clamp(before ?? stat.End, stat.First, stat.End);
        var begin = Math.Max(stat.First, end - MostBytes);
        var lines = (await LinesAsync(log, begin, end, isCut: begin > stat.First, cancellationToken)).TakeLast(MostLines).ToList();
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
    /// <param name="cancellationToken">Set when nobody waits any more.</param>
    private static async Task<List<(OutputLine Line, long End)>> LinesAsync(ILog log, long begin, long end, bool isCut, CancellationToken cancellationToken)
    {
        var bytes = new byte[end - begin];
        var (got, first) = (0, begin);
        while (first + got < end)
        {
            var piece = await log.ReadAsync(first + got, (int)(end - first - got), cancellationToken);
            if (piece.Bytes.IsEmpty || piece.Restarted)
                break;
            // Its front may be cut away while it is read.
            if (piece.Skipped > 0)
                (got, first) = (0, piece.Offset);
            var part = piece.Bytes[..(int)Math.Min(piece.Bytes.Length, end - first - got)];
            part.CopyTo(bytes.AsMemory(got));
            got += part.Length;
        }
        List<(OutputLine, long)> lines = [];
        for (var at = 0; at < got;)
        {
            var length = bytes.AsSpan(at, got - at).IndexOf((byte)'\n') is var newline and >= 0 ? newline + 1 : got - at;
            if (at > 0 || !isCut)
                lines.Add((OutputLine.Of(first + at, bytes.AsSpan(at, length)), first + at + length));
            at += length;
        }
        return lines;
    }

    private static long? Offset(string name, string? text) => text is null ? null
        : long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var offset) ? offset
        : throw RequestException.Bad("PARAMETER_INVALID", $"'{name}' must be a place in the log: a whole number from 0.", name);
}
