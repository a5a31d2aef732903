using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Words;

namespace Drover.Cli.Operating;

/// <summary><c>drover audit accept-loss</c>: lets a daemon start whose journal ends before its head file says.</summary>
internal sealed class AcceptLossVerb : Verb
{
    private readonly Option<string?> _state;
    private readonly Option<bool> _yes;

    public AcceptLossVerb()
        : base("accept-loss", "verb.accept-loss")
    {
        _state = Value("--state", "DIR", "option.state");
        _yes = Flag("--yes", "option.yes", "-y");
    }

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover audit accept-loss --state /var/lib/drover"];

    public override bool NeedsTerminal => true;

    public override bool StartsDaemon => false;

    public override int Run(ParseResult line, Session session)
    {
        var state = line.GetValue(_state);
        if (!line.GetValue(_yes))
            Ask(session, state ?? Language.Say("default-state"));
        return DaemonProgram.Run(session, state is null ? ["--accept-loss"] : ["--accept-loss", "--state", state]);
    }

    private static void Ask(Session session, string where)
    {
        if (!session.Screen.InIsTerminal)
            throw CliException.Usage(Language.Say("accept-loss.terminal"), Language.Say("accept-loss.terminal.hint"));
        session.Screen.Out.Write(Language.Say("accept-loss.ask", where));
        session.Screen.Flush();
        if (session.Screen.ReadLine()?.Trim() is not ("y" or "Y" or "yes"))
            throw new CliException("NOT_CONFIRMED", Language.Say("nothing-changed"), ExitCode.Failed);
    }
}
