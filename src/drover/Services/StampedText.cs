using System.Text;
using System.Text.Json;
using Drover.Cli.Listing;

namespace Drover.Cli.Services;

/// <summary>Writes the output of a process with a time before each line, or a minus where that is not known.</summary>
internal sealed class StampedText(OutputText output, ValueText text)
{
    private const int Width = 19;

    private bool _isWithinLine;

    /// <param name="time">When the lines came: <c>[s,us]</c> or null.</param>
    /// <param name="bytes">Lines, of which the last may be without an end, and then goes on with the next call.</param>
    public void Write(JsonElement time, ReadOnlySpan<byte> bytes)
    {
        var stamp = Encoding.UTF8.GetBytes((time.ValueKind == JsonValueKind.Array ? text.Time(time[0].GetInt64(), time[1].GetInt64()) : "-").PadRight(Width) + "  ");
        while (!bytes.IsEmpty)
        {
            if (!_isWithinLine)
                output.Write(stamp);
            var end = bytes.IndexOf((byte)'\n') + 1;
            _isWithinLine = end == 0;
            end = end == 0 ? bytes.Length : end;
            output.Write(bytes[..end]);
            bytes = bytes[end..];
        }
    }
}
