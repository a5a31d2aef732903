using System.Text;

namespace Drover.Cli.Listing;

/// <summary>A text with places for columns: <c>{id} is {status}</c>. <c>{{</c> and <c>}}</c> are braces; <c>\n</c>, <c>\t</c> and <c>\\</c> are what they are in C.</summary>
internal sealed class RowTemplate
{
    private readonly List<(string Text, string? Column)> _parts = [];

    private RowTemplate() { }

    /// <summary>Columns in the order of their first places.</summary>
    public IReadOnlyList<string> Columns => [.. _parts.Where(p => p.Column is not null).Select(p => p.Column!).Distinct(StringComparer.Ordinal)];

    /// <exception cref="CliException">A brace is left open, or it names no column.</exception>
    public static RowTemplate Parse(string text)
    {
        var template = new RowTemplate();
        var literal = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var next = i + 1 < text.Length ? text[i + 1] : '\0';
            switch (text[i])
            {
                case '{' or '}' when next == text[i]:
                    literal.Append(text[i++]);
                    break;
                case '\\' when next is 'n' or 't' or '\\':
                    literal.Append(next switch { 'n' => '\n', 't' => '\t', _ => '\\' });
                    i++;
                    break;
                case '{':
                    var end = text.IndexOf('}', i);
                    if (end <= i + 1)
                        throw Wrong(text, end < 0 ? $"the brace at character {i + 1} is not closed" : $"the braces at character {i + 1} name no column");
                    var column = text[(i + 1)..end];
                    if (!column.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '/' or '-'))
                        throw Wrong(text, $"'{column}' is no name of a column");
                    template._parts.Add((literal.ToString(), column));
                    literal.Clear();
                    i = end;
                    break;
                case '}':
                    throw Wrong(text, $"the brace at character {i + 1} closes nothing");
                default:
                    literal.Append(text[i]);
                    break;
            }
        }

        template._parts.Add((literal.ToString(), null));
        return template.Columns.Count > 0 ? template : throw Wrong(text, "it has no place for a column");
    }

    /// <summary>The text with the columns' texts in their places.</summary>
    public string Fill(Func<string, string> column)
    {
        var filled = new StringBuilder();
        foreach (var (text, name) in _parts)
        {
            filled.Append(text);
            if (name is not null)
                filled.Append(column(name));
        }

        return filled.ToString();
    }

    private static CliException Wrong(string text, string why) =>
        CliException.Usage($"the template '{text}' is not usable: {why}", "write for example -o 'template={id} {status}'; a brace itself is {{ or }}");
}
