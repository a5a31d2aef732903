using Drover.Cli.CommandLine;
using Drover.Cli.Terminal;

namespace Drover.Cli.Shell;

/// <summary>What a completion script asks: <c>drover __complete SHELL WORD...</c>. Not a verb: its words are a command line that is not finished.</summary>
internal static class CompletionRequest
{
    /// <summary>The first word of such a request.</summary>
    public const string Word = "__complete";

    /// <param name="arguments">The shell, then the words behind the program's name up to the cursor.</param>
    public static int Answer(CommandTree tree, Session session, IReadOnlyList<string> arguments)
    {
        var shell = arguments.Count > 0 ? arguments[0] : "";
        var words = arguments.Skip(1).ToList();
        var cut = 0;
        if (shell == "bash")
            words = Joined(words, out cut);
        foreach (var candidate in new Completer(tree, session).Complete(words))
        {
            var text = Printable.Line(candidate.Text);
            session.Screen.Out.WriteLine(candidate.IsOrder ? text
                : shell == "bash" ? text[cut..]
                : candidate.About.Length > 0 ? $"{text}\t{Printable.Line(candidate.About)}" : text);
        }

        return ExitCode.Ok;
    }

    /// <summary>Puts words together that bash has taken apart at <c>=</c> and <c>:</c>.</summary>
    /// <param name="cut">Characters of the last word that bash holds to be words of their own.</param>
    private static List<string> Joined(List<string> words, out int cut)
    {
        List<string> joined = [];
        cut = 0;
        for (var i = 0; i < words.Count; i++)
        {
            var isSign = words[i] is "=" or ":" or ":=";
            if (joined.Count > 0 && (isSign || (i > 0 && words[i - 1] is "=" or ":" or ":=")))
            {
                cut = isSign ? joined[^1].Length + words[i].Length : joined[^1].Length;
                joined[^1] += words[i];
            }
            else
            {
                cut = 0;
                joined.Add(words[i]);
            }
        }

        return joined;
    }
}
