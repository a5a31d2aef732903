using System.Buffers;

namespace Drover.Agent;

/// <summary>A command: either words to execute directly, or a line for the shell.</summary>
public sealed record CommandLine
{
    private static readonly SearchValues<char> ShellCharacters = SearchValues.Create("$&*(){}[]'\";\\|?<>~`\n");
    private static readonly char[] Blanks = [' ', '\t', '\r', '\v', '\f'];

    private CommandLine(string text, IReadOnlyList<string> words, bool throughShell) => (Text, Words, ThroughShell) = (text, words, throughShell);

    /// <summary>The command as it was written.</summary>
    public string Text { get; }

    /// <summary>What is executed; <c>/bin/sh -c TEXT</c> for the shell.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Whether the shell runs it.</summary>
    public bool ThroughShell { get; }

    /// <summary>Reads the command of a cltab line by the rule of Perl's exec: a line with shell metacharacters, one that begins with an
    /// assignment, or with <c>exec</c>, goes to <c>/bin/sh -c</c>; all else is split at blanks and looked up in PATH.</summary>
    public static CommandLine Parse(string text)
    {
        var trimmed = text.Trim(Blanks).TrimEnd('\n');
        if (NeedsShell(trimmed))
            return new CommandLine(text, ["/bin/sh", "-c", trimmed], throughShell: true);
        return new CommandLine(text, trimmed.Split(Blanks, StringSplitOptions.RemoveEmptyEntries), throughShell: false);
    }

    /// <summary>Takes the words as they are.</summary>
    public static CommandLine Of(params IReadOnlyList<string> words) => new(string.Join(' ', words), words, throughShell: false);

    private static bool NeedsShell(string text)
    {
        if (text.AsSpan().ContainsAny(ShellCharacters))
            return true;
        if (text.StartsWith("exec ", StringComparison.Ordinal) || text.StartsWith("exec\t", StringComparison.Ordinal))
            return true;
        var word = 0;
        while (word < text.Length && (char.IsAsciiLetterOrDigit(text[word]) || text[word] == '_'))
            word++;
        return word > 0 && word < text.Length && text[word] == '=';
    }
}
