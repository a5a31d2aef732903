using System.CommandLine;

namespace Drover.Cli.CommandLine;

/// <summary>One verb of the command line: its arguments and options, and what it does.</summary>
internal abstract class Verb
{
    protected Verb(string name, string summary) => Command = new Command(name, summary);

    public Command Command { get; }

    /// <summary>Command lines, each with a remark after <c>#</c>, for the verb's help.</summary>
    public virtual IReadOnlyList<string> Examples => [];

    /// <summary>It ends something, or takes it away: nobody may come here by some letters of its name.</summary>
    public virtual bool IsDestructive => false;

    /// <summary>It has the terminal for itself, or starts a program that has: there is no place for it within another full screen.</summary>
    public virtual bool NeedsTerminal => false;

    /// <summary>It is of use with a daemon alone, so that one is started for it where that is asked for.</summary>
    public virtual bool StartsDaemon => true;

    /// <summary>Does it; returns the exit code.</summary>
    public abstract int Run(ParseResult line, Session session);

    protected Argument<string> Required(string name, string description) =>
        Add(new Argument<string>(name) { Description = description, Arity = ArgumentArity.ExactlyOne });

    protected Argument<string?> Optional(string name, string description) =>
        Add(new Argument<string?>(name) { Description = description, Arity = ArgumentArity.ZeroOrOne });

    protected Argument<string[]> Several(string name, string description, bool atLeastOne = true) =>
        Add(new Argument<string[]>(name) { Description = description, Arity = atLeastOne ? ArgumentArity.OneOrMore : ArgumentArity.ZeroOrMore });

    protected Option<bool> Flag(string name, string description, params string[] aliases) => Add(new Option<bool>(name, aliases) { Description = description });

    protected Option<string?> Value(string name, string value, string description, params string[] aliases) =>
        Add(new Option<string?>(name, aliases) { Description = description, HelpName = value });

    /// <summary>An option that may stand alone; a value is written behind <c>=</c>.</summary>
    protected Option<string?> FlagOrValue(string name, string value, string description) =>
        Add(new Option<string?>(name) { Description = description, HelpName = value, Arity = ArgumentArity.ZeroOrOne });

    protected Option<string[]> ValueList(string name, string value, string description) =>
        Add(new Option<string[]>(name) { Description = description, HelpName = value, Arity = ArgumentArity.OneOrMore });

    private Argument<T> Add<T>(Argument<T> argument)
    {
        Command.Arguments.Add(argument);
        return argument;
    }

    private Option<T> Add<T>(Option<T> option)
    {
        Command.Options.Add(option);
        return option;
    }
}
