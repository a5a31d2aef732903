using System.CommandLine;
using Drover.Cli.CommandLine;

namespace Drover.Cli.Shell;

/// <summary><c>drover completion</c>: prints a script by which a shell completes verbs, options and what the daemon knows.</summary>
internal sealed class CompletionVerb : Verb
{
    private readonly Argument<string> _shell;

    public CompletionVerb()
        : base("completion", "verb.completion") => _shell = Required("SHELL", "argument.shell");

    public override IReadOnlyList<string> Examples =>
    [
        "source <(drover completion bash)",
        "drover completion zsh > ~/.zfunc/_drover",
        "drover completion fish > ~/.config/fish/completions/drover.fish",
    ];

    public override bool StartsDaemon => false;

    public override int Run(ParseResult line, Session session)
    {
        session.Screen.Out.Write(Values.Choice(line.GetValue(_shell), "SHELL", "bash", "zsh", "fish") switch
        {
            "zsh" => CompletionScripts.Zsh,
            "fish" => CompletionScripts.Fish,
            _ => CompletionScripts.Bash,
        });
        return ExitCode.Ok;
    }
}
