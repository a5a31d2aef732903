using System.Text;

namespace Drover.Cli.Browsing;

/// <summary>Takes a command line apart as a shell does, as far as quotes and backslashes go.</summary>
internal static class CommandWords
{
    /// <summary>The words; the name of the program may stand before them, and is left out.</summary>
    /// <param name="line">The line. A quote that is not closed ends with it.</param>
    /// <param name="withOpen">Behind a blank at the end begins an empty word.</param>
    public static List<string> Split(string line, bool withOpen = false)
    {
        List<string> words = [];
        var word = new StringBuilder();
        var (quote, isWord) = ('\0', false);
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '\\' && quote != '\'' && i + 1 < line.Length)
                (isWord, _) = (true, word.Append(line[++i]));
            else if (quote == '\0' ? c is '\'' or '"' : c == quote)
                (quote, isWord) = (quote == '\0' ? c : '\0', true);
            else if (quote == '\0' && char.IsWhiteSpace(c))
                End();
            else
                (isWord, _) = (true, word.Append(c));
        }

        if (withOpen && !isWord)
            words.Add("");
        End();
        return words is ["drover", ..] ? words[1..] : words;

        void End()
        {
            if (isWord)
                words.Add(word.ToString());
            word.Clear();
            isWord = false;
        }
    }
}
