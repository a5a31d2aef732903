using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Drover.Storage.Logs;

/// <summary>What the agent keeps with captured output, in attributes of the file (<c>docs/formats/logs.md</c>).</summary>
internal static class OutputMarks
{
    private const string Cut = "user.drover.cut";
    private const string Moved = "user.drover.moved";

    /// <summary>How many bytes were taken out of the front since the file was made. <c>BYTES+MORE</c> while more of them are being taken out: they have been
    /// when the file begins with no hole.</summary>
    internal static long CutAway(SafeFileHandle file)
    {
        if (LogCalls.Attribute(file, Cut) is not { } text)
            return 0;
        var parts = text.Split('+');
        var cut = Number(parts[0]) ?? 0;
        return parts.Length > 1 && Number(parts[1]) is { } more && LogCalls.NextData(file, 0, RandomAccess.GetLength(file)) == 0 ? cut + more : cut;
    }

    /// <summary>Where in a file that was moved away, or removed, that begins which is carried over to the new one; null if it was not.</summary>
    internal static long? MovedAt(SafeFileHandle file) => LogCalls.Attribute(file, Moved) is { } text ? Number(text) : null;

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
