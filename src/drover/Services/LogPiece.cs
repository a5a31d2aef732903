using System.Text;
using System.Text.Json;

namespace Drover.Cli.Services;

/// <summary>Bytes of a log as the daemon sends them: a frame of a stream, or a line.</summary>
/// <param name="Next">The offset behind them.</param>
/// <param name="Skipped">How many bytes before them are not kept any more.</param>
/// <param name="IsRestarted">The log was replaced or emptied, and begins anew with them.</param>
/// <param name="Time">When they came: <c>[s,us]</c>, null, or Undefined where it was not asked for.</param>
/// <param name="Bytes">The bytes. A line that comes alone comes without its end, and has it here.</param>
internal sealed record LogPiece(long Next, long Skipped, bool IsRestarted, JsonElement Time, byte[] Bytes)
{
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static LogPiece Read(string data)
    {
        using var document = JsonDocument.Parse(data);
        var piece = document.RootElement;
        var bytes = piece.TryGetProperty("text", out var text) ? Encoding.UTF8.GetBytes(text.GetString()!) : piece.GetProperty("base64").GetBytesFromBase64();
        var next = piece.GetProperty("next").GetInt64();
        return new LogPiece(
            next,
            piece.TryGetProperty("skipped", out var skipped) ? skipped.GetInt64() : 0,
            piece.TryGetProperty("restarted", out _),
            piece.TryGetProperty("time", out var time) ? time.Clone() : default,
            next - piece.GetProperty("offset").GetInt64() > bytes.Length ? [.. bytes, (byte)'\n'] : bytes);
    }
}
