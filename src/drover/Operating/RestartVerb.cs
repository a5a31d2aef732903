using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Services;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Operating;

/// <summary><c>drover restart</c>: ends the daemon and leaves its services running for the next one; of one entry, stops and starts it.</summary>
internal sealed class RestartVerb : Verb
{
    private readonly Argument<string?> _name;
    private readonly Option<string?> _node;
    private readonly Option<string?> _timeout;

    public RestartVerb()
        : base("restart", "verb.restart")
    {
        _name = Optional("GROUP/TAG", "argument.entry-restart");
        _node = Value("--node", "N", "option.node");
        _timeout = Value("--timeout", "TIME", "option.end-timeout");
    }

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover restart web/httpd", "drover restart web/httpd --node n2", "drover restart"];

    public override bool StartsDaemon => false;

    public override int Run(ParseResult line, Session session)
    {
        if (line.GetValue(_name) is { } entry)
            return EntryOrder.Run(session, "OP_SERVICE_RESTART", entry, line.GetValue(_node), form: null, detach: false);
        if (line.GetValue(_node) is { } node)
            throw CliException.Usage(Language.Say("restart.node", node), Language.Say("restart.node.hint"));
        var timeout = session.LimitTo(Values.Duration(line.GetValue(_timeout), "--timeout"));
        var daemon = EndingDaemon.Signal(session, Libc.SigUsr1);
        daemon.Wait(timeout, Language.Say("restart.running"));
        session.Screen.Out.WriteLine(Language.Say("restart.done", daemon.Pid));
        session.Screen.Out.WriteLine(Answers(session.Door)
            ? Language.Say("restart.next")
            : Language.Say("restart.how"));
        return ExitCode.Ok;
    }

    private static bool Answers(DaemonDoor door)
    {
        try
        {
            door.Get("/v1/version").Dispose();
            return true;
        }
        catch (Exception e) when (e is CliException or TimeoutException)
        {
            return false;
        }
    }
}
