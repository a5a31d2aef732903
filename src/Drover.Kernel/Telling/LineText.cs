namespace Drover.Kernel.Telling;

/// <summary>Texts of others for the log: on one line, and not endless.</summary>
internal static class LineText
{
    private const int Most = 400;

    /// <summary>The text with a blank for each control character, cut at 400 characters.</summary>
    public static string Of(string text)
    {
        var isLong = text.Length > Most;
        if (!isLong && !text.Any(char.IsControl))
            return text;
        var kept = string.Create(Math.Min(text.Length, Most), text, static (line, whole) =>
        {
            for (var i = 0; i < line.Length; i++)
                line[i] = char.IsControl(whole[i]) ? ' ' : whole[i];
        });
        return isLong ? kept + "..." : kept;
    }
}
