namespace Drover.Jinja.Tests;

/// <summary>A case of a file: a template, or several, of which the last one is rendered.</summary>
/// <param name="Line">Where it begins.</param>
/// <param name="Texts">The templates by name; <c>main</c> is rendered.</param>
internal sealed record TemplateCase(int Line, IReadOnlyDictionary<string, string> Texts)
{
    /// <summary>What every case can use.</summary>
    public static readonly IReadOnlyDictionary<string, object?> Variables = new Dictionary<string, object?>
    {
        ["text"] = "Hello, World", ["empty"] = "", ["number"] = 7L, ["real"] = 2.5, ["yes"] = true, ["nothing"] = null,
        ["list"] = new List<object?> { 3L, 1L, 2L },
        ["words"] = new List<object?> { "pear", "Apple", "fig" },
        ["dict"] = new Dictionary<string, object?> { ["b"] = 1L, ["a"] = new List<object?> { "x", null }, ["items"] = "mine" },
        ["people"] = new List<object?>
        {
            new Dictionary<string, object?> { ["name"] = "Ada", ["age"] = 36L, ["tags"] = new List<object?> { "m" } },
            new Dictionary<string, object?> { ["name"] = "bob", ["age"] = 5L },
            new Dictionary<string, object?> { ["name"] = "Cy", ["age"] = 36L },
        },
    };

    /// <summary>One case a line; with <c>@name text</c> before it other templates. <c>⏎</c> is a newline, lines with <c>#</c> are comments.</summary>
    public static List<TemplateCase> Read(string path)
    {
        var cases = new List<TemplateCase>();
        var texts = new Dictionary<string, string>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Length == 0 || line.StartsWith("# ", StringComparison.Ordinal))
                continue;
            var text = line.Replace('⏎', '\n');
            if (text.StartsWith('@') && text.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space)
            {
                texts[text[1..space]] = text[(space + 1)..];
                continue;
            }
            texts["main"] = text;
            cases.Add(new TemplateCase(number, texts));
            texts = [];
        }
        return cases;
    }
}
