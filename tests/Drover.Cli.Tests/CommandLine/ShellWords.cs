using System.Text;

namespace Drover.Cli.Tests.CommandLine;

/// <summary>Takes lines of shell apart as far as documentation goes: quotes, comments, pipes, <c>$(...)</c>.</summary>
internal static class ShellWords
{
    /// <summary>The command lines of drover in a line of shell, each as the words behind the program's name.</summary>
    public static IEnumerable<string[]> Commands(string line)
    {
        foreach (var command in Split(line))
        {
            var words = command.SkipWhile(w => w.Contains('=', StringComparison.Ordinal) || w is "sudo" or "exec" or "timeout").ToList();
            if (words.Count > 0 && words[0] is "drover" or "bin/drover")
                yield return [.. words.Skip(1)];
        }
    }

    private static List<List<string>> Split(string line)
    {
        List<List<string>> commands = [[]];
        var word = new StringBuilder();
        var (quote, isWord) = ('\0', false);
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quote != '\0')
            {
                if (c == quote)
                    quote = '\0';
                else
                    word.Append(c);
            }
            else if (c is '\'' or '"')
            {
                (quote, isWord) = (c, true);
            }
            else if (c == '#' && word.Length == 0)
            {
                break;
            }
            else if (c == '$' && i + 1 < line.Length && line[i + 1] == '(')
            {
                // The command within stands for a word of the outer one: 17 will do for an id.
                var end = line.IndexOf(')', i);
                commands.InsertRange(0, Split(line[(i + 2)..end]));
                word.Append("17");
                (i, isWord) = (end, true);
            }
            else if (c is ' ' or '|' or '&' or ';' or '<' or '>' or '(' or ')')
            {
                End();
                if (c is '<' or '>')
                    commands[^1].Add("\0");
                else if (c != ' ')
                    commands.Add([]);
            }
            else
            {
                word.Append(c);
            }
        }

        End();
        // What follows a redirection is a file.
        return [.. commands.Select(c => c.TakeWhile(w => w != "\0").ToList())];

        void End()
        {
            if (word.Length > 0 || isWord)
                commands[^1].Add(word.ToString());
            word.Clear();
            isWord = false;
        }
    }
}
