using System.CommandLine;
using Drover.Cli.CommandLine;

namespace Drover.Cli.Shell;

/// <summary><c>drover completion bash</c>: prints a script that completes verbs, options, resources and opcodes.</summary>
internal sealed class CompletionVerb : Verb
{
    private readonly CommandTree _tree;
    private readonly Argument<string> _shell;

    public CompletionVerb(CommandTree tree)
        : base("completion", "print a script that completes command lines")
    {
        _tree = tree;
        _shell = Required("SHELL", "bash");
    }

    public override IReadOnlyList<string> Examples => ["source <(drover completion bash)", "drover completion bash > /etc/bash_completion.d/drover"];

    public override int Run(ParseResult line, Session session)
    {
        _ = Values.Choice(line.GetValue(_shell), "SHELL", "bash");
        session.Screen.Out.Write(BashCompletion.Script(_tree));
        return ExitCode.Ok;
    }
}
