using System.CommandLine;
using Drover.Cli.CommandLine;

namespace Drover.Cli.Operating;

/// <summary><c>drover audit accept-loss</c>: lets a daemon start whose journal ends before its head file says.</summary>
internal sealed class AcceptLossVerb : Verb
{
    private readonly Option<string?> _state;
    private readonly Option<bool> _yes;

    public AcceptLossVerb()
        : base("accept-loss", "accept that the end of the journal is lost, so that the daemon starts again")
    {
        _state = Value("--state", "DIR", "the state directory; left out, the daemon's default");
        _yes = Flag("--yes", "do not ask", "-y");
    }

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover audit accept-loss --state /var/lib/drover"];

    public override bool NeedsTerminal => true;

    public override int Run(ParseResult line, Session session)
    {
        var state = line.GetValue(_state);
        if (!line.GetValue(_yes))
            Ask(session, state ?? "the default state directory");
        return DaemonProgram.Run(session, state is null ? ["--accept-loss"] : ["--accept-loss", "--state", state]);
    }

    private static void Ask(Session session, string where)
    {
        if (!session.Screen.InIsTerminal)
            throw CliException.Usage("'drover audit accept-loss' asks for a confirmation, but standard input is not a terminal", "add --yes if you are sure");
        session.Screen.Out.Write($"Changes at the end of the journal in {where} are lost for good. Go on without them? [y/N] ");
        session.Screen.Flush();
        if (session.Screen.ReadLine()?.Trim() is not ("y" or "Y" or "yes"))
            throw new CliException("NOT_CONFIRMED", "nothing was changed", ExitCode.Failed);
    }
}
