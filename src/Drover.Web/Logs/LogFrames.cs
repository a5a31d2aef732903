using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Drover.Kernel.Logs;
using Drover.Web.Calls;

namespace Drover.Web.Logs;

/// <summary>Writes pieces of a log as JSON: <c>text</c> where the bytes are UTF-8, else <c>base64</c>.</summary>
/// <param name="output">Where to.</param>
internal sealed class LogFrames(PipeWriter output)
{
    private readonly ArrayBufferWriter<byte> _data = new(1024);
    private IReadOnlyList<LogTime>? _times;

    /// <summary>When the lines of the next pieces came, if that was asked for.</summary>
    /// <param name="log">The log.</param>
    /// <param name="piece">The bytes that are written next.</param>
    /// <param name="cancellationToken">Set when nobody waits any more.</param>
    public async Task TakeTimesAsync(ILog log, LogPiece piece, CancellationToken cancellationToken) => _times = await log.TimesAsync(piece, cancellationToken);

    /// <summary>Writes a piece as frames of an event stream: with times one for all lines that came together, else one. The id of a frame is the offset to resume at.</summary>
    public void WriteEvents(LogPiece piece)
    {
        while (_times is not null && LengthOfOneTime(piece) is var length && length < piece.Bytes.Length)
        {
            WriteEvent(piece with { Bytes = piece.Bytes[..length] });
            piece = new LogPiece(piece.Offset + length, piece.Bytes[length..]);
        }
        WriteEvent(piece);
    }

    /// <summary>Bytes of the first lines of a piece that came at the same time.</summary>
    private int LengthOfOneTime(LogPiece piece)
    {
        foreach (var time in _times!)
            if (time.Offset > piece.Offset)
                return (int)Math.Min(piece.Bytes.Length, time.Offset - piece.Offset);
        return piece.Bytes.Length;
    }

    private void WriteEvent(LogPiece piece)
    {
        Append(string.Create(CultureInfo.InvariantCulture, $"id: {piece.Next}\nevent: output\ndata: "));
        WriteData(piece, piece.Bytes.Span);
        Append("\n\n");
    }

    /// <summary>Writes a line of the log on a line of its own, without its end.</summary>
    public void WriteLine(LogPiece line)
    {
        WriteData(line, line.Bytes.Span.TrimEnd("\n"u8));
        Append("\n");
    }

    public void Comment(string text) => Append($": {text}\n\n");

    private void WriteData(LogPiece piece, ReadOnlySpan<byte> bytes)
    {
        _data.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_data, JsonAnswer.Options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("offset"u8, piece.Offset);
            writer.WriteNumber("next"u8, piece.Next);
            if (piece.Skipped > 0)
                writer.WriteNumber("skipped"u8, piece.Skipped);
            if (piece.Restarted)
                writer.WriteBoolean("restarted"u8, true);
            if (_times is not null && !piece.Bytes.IsEmpty)
                WriteTime(writer, _times.LastOrDefault(time => time.Offset <= piece.Offset).Time);
            if (Utf8.IsValid(bytes))
                writer.WriteString("text"u8, bytes);
            else
                writer.WriteBase64String("base64"u8, bytes);
            writer.WriteEndObject();
        }
        output.Write(_data.WrittenSpan);
    }

    private static void WriteTime(Utf8JsonWriter writer, Timestamp? time)
    {
        writer.WritePropertyName("time"u8);
        if (time is { } known)
            known.WriteTo(writer);
        else
            writer.WriteNullValue();
    }

    private void Append(string text) => Encoding.UTF8.GetBytes(text, output);
}
