using System.Numerics;
using Drover.Jinja.Values;

namespace Drover.Jinja.Methods;

/// <summary>Texts looked for in a text. Places are counted in code points.</summary>
internal static class TextSearch
{
    private static readonly Signature s_count = new("count", 1, "sub", "start", "end");

    public static object? Count(Budget budget, string text, Arguments arguments)
    {
        var (window, _, part) = Window(s_count, "count", text, arguments);
        if (window is null)
            return BigInteger.Zero;
        if (part.Length == 0)
            return (BigInteger)CodePoints.Count(window) + 1;
        var count = 0;
        for (var at = window.IndexOf(part, StringComparison.Ordinal); at >= 0; at = window.IndexOf(part, at + part.Length, StringComparison.Ordinal))
            count++;
        return (BigInteger)count;
    }

    public static object? Find(string method, string text, Arguments arguments, bool isLast)
    {
        var (window, start, part) = Window(new Signature(method, 1, "sub", "start", "end"), method, text, arguments);
        var at = window is null ? -1 : isLast ? window.LastIndexOf(part, StringComparison.Ordinal) : window.IndexOf(part, StringComparison.Ordinal);
        return at < 0 ? BigInteger.MinusOne : (BigInteger)(start + CodePoints.Count(window![..at]));
    }

    public static object? Index(string method, string text, Arguments arguments, bool isLast) =>
        Find(method, text, arguments, isLast) is BigInteger { Sign: >= 0 } found ? found : throw new TemplateFault($"'{method}' does not find the text; 'find' gives -1 instead.");

    // The part of the text between the bounds; null when they leave nothing, not even an empty text.
    private static (string? Window, int Start, string Part) Window(Signature signature, string method, string text, Arguments arguments)
    {
        var bound = signature.Bind(arguments);
        var count = CodePoints.Count(text);
        int At(object? bound, int otherwise)
        {
            if (!Signature.IsGiven(bound) || bound is null)
                return otherwise;
            var place = Numbers.Index(bound, $"A bound of '{method}'");
            return place < 0 ? Math.Max(place + count, 0) : place;
        }
        var (start, end) = (At(bound[1], 0), Math.Min(At(bound[2], count), count));
        var window = start > end ? null : text[CodePoints.Place(text, start)..CodePoints.Place(text, end)];
        return (window, start, TextMethods.Text(bound[0], method));
    }
}
