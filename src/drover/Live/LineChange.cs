using System.Globalization;
using System.Text;
using Drover.Cli.Terminal;

namespace Drover.Cli.Live;

/// <summary>Turns a line on the screen into another by as few bytes as there are: what both have in common is not written again.</summary>
internal static class LineChange
{
    /// <param name="output">Takes the sequences; the cursor stands in the row of the line, and anywhere in it afterwards.</param>
    /// <param name="old">What stands there.</param>
    /// <param name="now">What is to stand there.</param>
    /// <param name="colour">Whether looks are shown.</param>
    public static void Write(StringBuilder output, ScreenLine old, ScreenLine now, bool colour)
    {
        var sameLook = !colour || old.Look == now.Look;
        var from = sameLook ? CommonStart(old.Text, now.Text) : 0;
        var sameWidth = CellText.Width(old.Text) == CellText.Width(now.Text);
        var end = now.Text.Length - (sameLook && sameWidth ? CommonEnd(old.Text, now.Text, from) : 0);

        output.Append('\r');
        if (CellText.Width(now.Text.AsSpan(0, from)) is > 0 and var skipped)
            output.Append(CultureInfo.InvariantCulture, $"\x1b[{skipped}C");
        if (colour)
            output.Append(now.Begin);
        output.Append(now.Text, from, end - from);
        if (colour)
            output.Append(now.End);
        if (CellText.Width(old.Text) > CellText.Width(now.Text))
            output.Append("\x1b[K");
    }

    private static int CommonStart(string a, string b)
    {
        var length = a.AsSpan().CommonPrefixLength(b);
        while (length > 0 && !(IsBoundary(a, length) && IsBoundary(b, length)))
            length--;
        return length;
    }

    private static int CommonEnd(string a, string b, int from)
    {
        var most = Math.Min(a.Length, b.Length) - from;
        var length = 0;
        while (length < most && a[^(length + 1)] == b[^(length + 1)])
            length++;
        while (length > 0 && !(IsBoundary(a, a.Length - length) && IsBoundary(b, b.Length - length)))
            length--;
        return length;
    }

    /// <summary>What follows does not belong to the character before.</summary>
    private static bool IsBoundary(string text, int index) => index == text.Length || char.IsAscii(text[index]);
}
