using Drover.Jinja.Values;

namespace Drover.Jinja.Methods;

/// <summary>Texts cut into parts.</summary>
internal static class TextSplit
{
    private static readonly Signature s_lines = new("splitlines", 0, "keepends");

    public static object Split(string method, string text, Arguments arguments, bool isFromEnd)
    {
        var bound = new Signature(method, 0, "sep", "maxsplit").Bind(arguments);
        var most = Signature.IsGiven(bound[1]) ? Numbers.Index(bound[1], $"The count of '{method}'") : -1;
        var separator = Signature.IsGiven(bound[0]) && bound[0] is not null ? TextMethods.Text(bound[0], method) : null;
        if (separator is "")
            throw new TemplateFault($"'{method}' needs a separator that is not empty.");
        // What is cut from the end is cut from the start of the mirrored text.
        if (!isFromEnd)
            return List(separator is null ? Words(text, most) : Parts(text, separator, most));
        var mirrored = Mirrored(text);
        var parts = separator is null ? Words(mirrored, most) : Parts(mirrored, Mirrored(separator), most);
        return List(parts.Select(Mirrored).Reverse());
    }

    public static object Partition(string text, string separator, bool isLast)
    {
        if (separator.Length == 0)
            throw new TemplateFault("A text is parted by a separator that is not empty.");
        var at = isLast ? text.LastIndexOf(separator, StringComparison.Ordinal) : text.IndexOf(separator, StringComparison.Ordinal);
        return new TupleValue(at >= 0 ? [text[..at], separator, text[(at + separator.Length)..]] : isLast ? ["", "", text] : [text, "", ""]);
    }

    public static object Lines(Budget budget, string text, Arguments arguments)
    {
        var keepEnds = s_lines.Bind(arguments)[0];
        return List(CodePoints.Lines(text, Signature.IsGiven(keepEnds) && Truth.Of(keepEnds)));
    }

    private static ListValue List(IEnumerable<string> parts) => new([.. parts]);

    private static List<string> Parts(string text, string separator, int most)
    {
        var parts = new List<string>();
        var from = 0;
        for (var at = text.IndexOf(separator, StringComparison.Ordinal); at >= 0 && (most < 0 || parts.Count < most); at = text.IndexOf(separator, from, StringComparison.Ordinal))
        {
            parts.Add(text[from..at]);
            from = at + separator.Length;
        }
        parts.Add(text[from..]);
        return parts;
    }

    private static List<string> Words(string text, int most)
    {
        var words = new List<string>();
        var at = 0;
        while (true)
        {
            while (at < text.Length && CodePoints.IsSpace(text[at]))
                at++;
            if (at == text.Length)
                return words;
            var start = at;
            if (most >= 0 && words.Count >= most)
            {
                words.Add(text[start..]);
                return words;
            }
            while (at < text.Length && !CodePoints.IsSpace(text[at]))
                at++;
            words.Add(text[start..at]);
        }
    }

    // By characters, not code points: turned back again it is whole.
    private static string Mirrored(string text)
    {
        var characters = text.ToCharArray();
        Array.Reverse(characters);
        return new string(characters);
    }
}
