using System.CommandLine;
using Drover.Cli.CommandLine;

namespace Drover.Cli.Shell;

/// <summary>A command line up to the cursor: which verb it is about, what is given already, and what the last word, which may be empty, is to be.</summary>
internal sealed class CommandLineSoFar
{
    private readonly List<string> _arguments = [];
    private Option? _mayTake;

    private CommandLineSoFar(Command command, string word) => (Command, Word) = (command, word);

    public Command Command { get; private set; }

    /// <summary>The word at the cursor as far as it is typed; of <c>--option=VALUE</c> the value.</summary>
    public string Word { get; private set; }

    /// <summary>What stands before the value within the same word: <c>--option=</c>; else empty.</summary>
    public string Before { get; private set; } = "";

    /// <summary>The option whose value the word is; null if it is none.</summary>
    public Option? Option { get; private set; }

    /// <summary>Options may stand here: no <c>--</c> came before.</summary>
    public bool TakesOptions { get; private set; } = true;

    /// <summary>Arguments of the verb before the word.</summary>
    public IReadOnlyList<string> Arguments => _arguments;

    /// <summary>Value of <c>--socket</c>, as far as it is given.</summary>
    public string? Socket { get; private set; }

    /// <summary>The argument whose value the word is; null where no more are taken.</summary>
    public Argument? Argument
    {
        get
        {
            for (var i = 0; i < Command.Arguments.Count; i++)
            {
                var argument = Command.Arguments[i];
                if (i == _arguments.Count || (i < _arguments.Count && argument.Arity.MaximumNumberOfValues > 1))
                    return argument;
            }

            return null;
        }
    }

    /// <param name="words">The words behind the program's name; the last is the one at the cursor.</param>
    public static CommandLineSoFar Read(CommandTree tree, IReadOnlyList<string> words)
    {
        var line = new CommandLineSoFar(tree.Root, words.Count > 0 ? words[^1] : "");
        for (var i = 0; i < words.Count - 1; i++)
            line.Take(tree, words[i]);
        if (line.Option is null && line.TakesOptions && line.Word.StartsWith("--", StringComparison.Ordinal) && line.Word.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
        {
            line.Option = line.Find(tree, line.Word[..equals]);
            (line.Before, line.Word) = (line.Word[..(equals + 1)], line.Word[(equals + 1)..]);
        }

        // Behind an option that may stand alone comes its value where no argument is left.
        if (line.Option is null && line.Argument is null && !line.Word.StartsWith('-'))
            line.Option = line._mayTake;

        return line;
    }

    private void Take(CommandTree tree, string word)
    {
        _mayTake = null;
        if (Option is not null)
        {
            if (Option == tree.Socket)
                Socket = word;
            Option = null;
        }
        else if (TakesOptions && word == "--")
        {
            TakesOptions = false;
        }
        else if (TakesOptions && word.Length > 1 && word[0] == '-')
        {
            if (word.StartsWith("--socket=", StringComparison.Ordinal))
                Socket = word["--socket=".Length..];
            if (Find(tree, word) is { } option && option.ValueType != typeof(bool))
                (Option, _mayTake) = option.Arity.MinimumNumberOfValues > 0 ? (option, (Option?)null) : (null, option);
        }
        else if (_arguments.Count == 0 && tree.Find(Command, word).Only is { } verb)
        {
            Command = verb;
        }
        else
        {
            _arguments.Add(word);
        }
    }

    private Option? Find(CommandTree tree, string name) => tree.OptionsOf(Command).FirstOrDefault(o => o.Name == name || o.Aliases.Contains(name));
}
