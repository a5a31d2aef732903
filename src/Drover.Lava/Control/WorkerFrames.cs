using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace Drover.Lava.Control;

/// <summary>How frames are read: numbers are digits and nothing else, texts are UTF-8.</summary>
internal static class WorkerFrames
{
    private const int LongestVersion = 256;

    /// <summary>A job id: digits, above zero.</summary>
    public static bool TryJobId(ReadOnlySpan<byte> frame, out long id) => TryNumber(frame, out id) && id > 0;

    /// <summary>Digits, and nothing else.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> frame, out long number)
    {
        number = 0;
        return frame.Length > 0 && char.IsAsciiDigit((char)frame[0]) && Utf8Parser.TryParse(frame, out number, out var taken) && taken == frame.Length;
    }

    /// <summary>The version of a worker's package; null when it is no short text on one line. Nothing depends on it.</summary>
    public static string? PackageVersion(ReadOnlySpan<byte> frame) =>
        frame.Length is 0 or > LongestVersion || !Utf8.IsValid(frame) || Encoding.UTF8.GetString(frame) is var text && text.Any(char.IsControl) ? null : text;
}
