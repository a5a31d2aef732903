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
/// <param name="timeOf">When the byte at an offset came; null when times are not asked for.</param>
internal sealed class LogFrames(PipeWriter output, Func<long, Timestamp?>? timeOf)
{
    private readonly ArrayBufferWriter<byte> _data = new(1024);

    /// <summary>Writes a piece as frames of an event stream: with times one for all lines that came together, else one. The id of a frame is the offset to resume at.</summary>
    public void WriteEvents(LogPiece piece)
    {
        while (timeOf is not null && LengthOfOneTime(piece) is var length && length < piece.Bytes.Length)
        {
            WriteEvent(piece with { Bytes = piece.Bytes[..length] });
            piece = new LogPiece(piece.Offset + length, piece.Bytes[length..]);
        }
        WriteEvent(piece);
    }

    /// <summary>Bytes of the first lines of a piece that came at the same time.</summary>
    private int LengthOfOneTime(LogPiece piece)
    {
        var (length, time) = (0, timeOf!(piece.Offset));
        while (length < piece.Bytes.Length && timeOf(piece.Offset + length) == time)
        {
            var one = 1L;
            length += LineCut.First(piece.Bytes[length..], ref one).Length;
        }
        return length;
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
            if (timeOf is not null && !piece.Bytes.IsEmpty)
                WriteTime(writer, timeOf(piece.Offset));
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
