using Drover.Jinja.Values;

namespace Drover.Jinja.Methods;

/// <summary>Texts made as long as asked for.</summary>
internal static class TextPad
{
    private static readonly Signature s_center = new("center", 1, "width", "fillchar");
    private static readonly Signature s_zeroFill = new("zfill", 1, "width");

    public static object Center(Budget budget, string text, Arguments arguments)
    {
        var (gap, fill) = Gap(budget, s_center, "center", text, arguments);
        // Python gives the odd one to the left when the width is odd too.
        var left = gap / 2 + (gap & (gap + CodePoints.Count(text)) & 1);
        return Filled(fill, left) + text + Filled(fill, gap - left);
    }

    public static object Justify(Budget budget, string method, string text, Arguments arguments, bool isLeft)
    {
        var (gap, fill) = Gap(budget, new Signature(method, 1, "width", "fillchar"), method, text, arguments);
        return isLeft ? text + Filled(fill, gap) : Filled(fill, gap) + text;
    }

    public static object ZeroFill(Budget budget, string text, Arguments arguments)
    {
        var (gap, _) = Gap(budget, s_zeroFill, "zfill", text, arguments);
        var sign = text.StartsWith('-') || text.StartsWith('+') ? 1 : 0;
        return text[..sign] + new string('0', gap) + text[sign..];
    }

    private static string Filled(string fill, int count) => string.Concat(Enumerable.Repeat(fill, count));

    private static (int Gap, string Fill) Gap(Budget budget, Signature signature, string method, string text, Arguments arguments)
    {
        var bound = signature.Bind(arguments);
        var width = Numbers.Index(bound[0], $"The width of '{method}'");
        budget.Room(Math.Max(width, 0));
        var fill = bound.Length > 1 && Signature.IsGiven(bound[1]) ? TextMethods.Text(bound[1], method) : " ";
        if (CodePoints.Count(fill) != 1)
            throw new TemplateFault($"'{method}' fills with one character.");
        return (Math.Max(0, width - CodePoints.Count(text)), fill);
    }
}
