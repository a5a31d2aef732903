using System.CommandLine;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.CommandLine;

/// <summary>Puts the whole verbs in the place of those that are written short, before the line is parsed. <c>get status</c>, which people type who know Licorn, is <c>status</c>.</summary>
internal static class ShortWords
{
    /// <exception cref="CliException">A word may be several verbs, or has too few letters for one that takes something away.</exception>
    public static IReadOnlyList<string> Expand(CommandTree tree, IReadOnlyList<string> args, Screen screen)
    {
        string[] words = [.. args];
        var command = tree.Root;
        for (var i = 0; i < words.Length && command.Subcommands.Count > 0; i++)
        {
            if (words[i] == tree.Socket.Name)
            {
                i++;
            }
            else if (!IsCommon(tree, words[i]))
            {
                if (words[i].StartsWith('-') || VerbOf(tree, command, words[i]) is not { } verb)
                    break;
                Tell(screen, words[i], verb.Name);
                (words[i], command) = (verb.Name, verb);
                if (verb.Name == "get" && i + 1 < words.Length && words[i + 1] == "status")
                    return [.. words[..i], .. words[(i + 1)..]];
            }
        }

        return words;
    }

    /// <summary>Advice for those who write scripts, where this looks like one: what is short today may have two meanings tomorrow.</summary>
    public static void Tell(Screen screen, string given, string whole)
    {
        if (!string.Equals(given, whole, StringComparison.OrdinalIgnoreCase) && !(screen.OutIsTerminal && screen.InIsTerminal))
            screen.Note(Language.Say("short.hint", given, whole));
    }

    /// <summary>The error of a word that may mean several.</summary>
    public static CliException Ambiguous(string given, string candidates) => CliException.Usage(Language.Say("short.ambiguous", given, candidates), Language.Say("short.ambiguous.hint"));

    private static Command? VerbOf(CommandTree tree, Command owner, string word)
    {
        var match = tree.Find(owner, word);
        return match.Fit switch
        {
            WordFit.Ambiguous => throw Ambiguous(word, match.Candidates),
            WordFit.Letters when tree.IsDestructive(match.Only!) => throw CliException.Usage(
                Language.Say("short.destructive", word, match.Candidates), Language.Say("short.destructive.hint", match.Candidates)),
            _ => match.Only,
        };
    }

    private static bool IsCommon(CommandTree tree, string word) =>
        word.StartsWith(tree.Socket.Name + "=", StringComparison.Ordinal) || word == tree.Help.Name || tree.Help.Aliases.Contains(word) || word == tree.Version.Name;
}
