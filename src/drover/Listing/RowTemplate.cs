using System.Text;
using Drover.Cli.Words;

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
                        throw Wrong(text, end < 0 ? Language.Say("template.open", i + 1) : Language.Say("template.no-column", i + 1));
                    var column = text[(i + 1)..end];
                    if (!column.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '/' or '-'))
                        throw Wrong(text, Language.Say("template.name", column));
                    template._parts.Add((literal.ToString(), column));
                    literal.Clear();
                    i = end;
                    break;
                case '}':
                    throw Wrong(text, Language.Say("template.close", i + 1));
                default:
                    literal.Append(text[i]);
                    break;
            }
        }

        template._parts.Add((literal.ToString(), null));
        return template.Columns.Count > 0 ? template : throw Wrong(text, Language.Say("template.no-place"));
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
        CliException.Usage(Language.Say("template.unusable", text, why), Language.Say("template.hint"));
}
