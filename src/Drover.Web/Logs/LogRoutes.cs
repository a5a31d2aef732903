using System.Buffers;
using System.Globalization;
using Drover.Kernel;
using Drover.Kernel.Logs;
using Drover.Web.Calls;

namespace Drover.Web.Logs;

/// <summary>Lists logs and reads them: as bytes, as JSON a line, or live as an event stream.</summary>
/// <param name="logs">The logs.</param>
/// <param name="stream">Serves the live form.</param>
internal sealed class LogRoutes(ILogs logs, LogStream stream)
{
    /// <summary>Most bytes that are read at once.</summary>
    internal const int PieceBytes = 64 << 10;

    private const string JsonLines = "application/x-ndjson";

    public async Task ListAsync(Call call)
    {
        AccessGate.Require(call.Caller, new Permission(AccessAction.Inspect, Protected.Log));
        call.Parameters();
        var all = await logs.ListAsync(call.Aborted);
        await call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("logs"u8);
            foreach (var log in all)
            {
                writer.WriteStartObject();
                writer.WriteString("name"u8, log.Name);
                writer.WriteNumber("first"u8, log.First);
                writer.WriteNumber("end"u8, log.End);
                writer.WritePropertyName("changed"u8);
                log.Changed.WriteTo(writer);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    public async Task ReadAsync(Call call)
    {
        var name = call.LastName;
        AccessGate.Require(call.Caller, new Permission(AccessAction.Inspect, Protected.Log, name));
        var range = LogRange.Read(call);
        using var log = await logs.OpenAsync(name, call.Aborted)
            ?? throw new RequestException(404, "LOG_UNKNOWN", $"There is no log '{name}'; GET /v1/logs lists those that there are.", "name");
        var accept = call.Http.Request.Headers.Accept.ToString();
        if (accept.Contains("text/event-stream", StringComparison.OrdinalIgnoreCase))
            await stream.FollowAsync(call, log, range);
        else if (accept.Contains(JsonLines, StringComparison.OrdinalIgnoreCase))
            await SendLinesAsync(call, log, range);
        else
            await SendBytesAsync(call, log, range);
    }

    /// <summary>Sends what there is at this moment, byte for byte.</summary>
    private static async Task SendBytesAsync(Call call, ILog log, LogRange range)
    {
        if (range.Timestamps)
            throw RequestException.Bad("PARAMETER_INVALID", $"Bytes have no room for timestamps; ask for another form by Accept: {JsonLines} or text/event-stream.", "timestamps");
        var end = (await log.StatAsync(call.Aborted)).End;
        range.CheckOffset(end);
        var piece = await log.ReadAsync(await range.BeginAsync(log, otherwise: 0, call.Aborted), PieceBytes, call.Aborted);
        var response = call.Http.Response;
        response.ContentType = "application/octet-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Log-Offset"] = piece.Offset.ToString(CultureInfo.InvariantCulture);
        response.Headers["Log-End"] = end.ToString(CultureInfo.InvariantCulture);
        response.Headers["Log-Skipped"] = piece.Skipped.ToString(CultureInfo.InvariantCulture);
        if (call.IsHead)
            return;
        for (var lines = range.Lines; !piece.Bytes.IsEmpty && lines > 0; piece = await log.ReadAsync(piece.Next, PieceBytes, call.Aborted))
        {
            var bytes = LineCut.First(piece.Bytes, ref lines);
            response.BodyWriter.Write(bytes.Span);
            await response.BodyWriter.FlushAsync(call.Aborted);
            if (piece.Next >= end)
                break;
        }
    }

    /// <summary>Sends each line that there is at this moment as one JSON object on a line of its own.</summary>
    private static async Task SendLinesAsync(Call call, ILog log, LogRange range)
    {
        var end = (await log.StatAsync(call.Aborted)).End;
        range.CheckOffset(end);
        var response = call.Http.Response;
        response.ContentType = JsonLines;
        response.Headers.CacheControl = "no-store";
        if (call.IsHead)
            return;
        var frames = new LogFrames(response.BodyWriter);
        var lines = range.Lines;
        var offset = await range.BeginAsync(log, otherwise: 0, call.Aborted);
        while (offset < end && lines > 0)
        {
            var piece = await log.ReadAsync(offset, PieceBytes, call.Aborted);
            if (!piece.IsNews)
                break;
            if (piece.Skipped > 0 || piece.Restarted)
                frames.WriteLine(piece with { Bytes = default });
            var bytes = LineCut.Whole(piece.Bytes, PieceBytes);
            if (range.Timestamps)
                await frames.TakeTimesAsync(log, piece, call.Aborted);
            offset = piece.Offset;
            for (ReadOnlyMemory<byte> line; lines > 0 && !bytes.IsEmpty; bytes = bytes[line.Length..], offset += line.Length)
            {
                var one = 1L;
                line = LineCut.First(bytes, ref one);
                frames.WriteLine(new LogPiece(offset, line));
                lines--;
            }
            await response.BodyWriter.FlushAsync(call.Aborted);
            if (piece.Bytes.IsEmpty && piece.Restarted)
                break;
        }
    }
}
