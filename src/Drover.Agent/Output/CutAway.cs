using System.Globalization;

namespace Drover.Agent.Output;

/// <summary>How many bytes were taken out of the front of a log since it was made: what its first byte is counted from. Kept in the attribute <c>user.drover.cut</c>
/// of the file as <c>BYTES</c>; as <c>BYTES+MORE</c> while MORE are being taken out. Whether they have been shows the file: they were a hole, and behind it there is none.</summary>
internal static class CutAway
{
    private const string Name = "user.drover.cut";

    internal static long Of(CapturedFile file)
    {
        var parts = (file.Attribute(Name) ?? "0").Split('+');
        if (!long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var cut))
            return 0;
        var isTakenOut = parts.Length > 1 && file.FirstData(0, file.End) == 0;
        return isTakenOut && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var more) ? cut + more : cut;
    }

    /// <summary>False if it cannot be kept: then nothing may be taken out.</summary>
    internal static bool Begin(CapturedFile file, long cut, long more) =>
        file.SetAttribute(Name, string.Create(CultureInfo.InvariantCulture, $"{cut}+{more}"));

    internal static void End(CapturedFile file, long cut) => file.SetAttribute(Name, cut.ToString(CultureInfo.InvariantCulture));
}
