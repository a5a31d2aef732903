using System.Text;

namespace Drover.Services.Settings;

/// <summary>Variables on one line: words <c>NAME=value</c> with blanks between them. Single and double quotes keep blanks, a backslash outside of single quotes the next
/// character; nothing is expanded.</summary>
internal static class EnvironmentWords
{
    /// <summary>Null and what is wrong, if the text is not that.</summary>
    public static IReadOnlyDictionary<string, string>? Read(string text, out string? error)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in Words(text, out error))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !IsName(word.AsSpan(0, equals)))
                error = $"'{word}' is not of the form NAME=value; a value with blanks needs quotes";
            else if (!variables.TryAdd(word[..equals], word[(equals + 1)..]))
                error = $"'{word[..equals]}' is set twice";
            if (error is not null)
                return null;
        }
        if (error is null && variables.Count == 0)
            error = "no variable is set; write for instance LANG=C";
        return error is null ? variables : null;
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
                return false;
        return !char.IsAsciiDigit(name[0]);
    }

    private static List<string> Words(string text, out string? error)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        char? quote = null;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quote is null && c is ' ' or '\t')
                End();
            else if (c == '\\' && quote != '\'' && i + 1 < text.Length)
                (word ??= new()).Append(text[++i]);
            else if (c == quote)
                quote = null;
            else if (quote is null && c is '"' or '\'')
                (quote, word) = (c, word ?? new());
            else
                (word ??= new()).Append(c);
        }
        End();
        error = quote is null ? null : $"a value begins with {quote} and does not end";
        return words;

        void End()
        {
            if (word is not null)
                words.Add(word.ToString());
            word = null;
        }
    }
}
