using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Services;
using Drover.Cli.Terminal;

namespace Drover.Cli.Operating;

/// <summary><c>drover restart</c>: ends the daemon and leaves its services running for the next one; of one entry, stops and starts it.</summary>
internal sealed class RestartVerb : Verb
{
    private readonly Argument<string?> _name;
    private readonly Option<string?> _timeout;

    public RestartVerb()
        : base("restart", "restart one entry; without one, end the daemon and leave its services running for the next one")
    {
        _name = Optional("GROUP/TAG", "an entry of a group, which is stopped and started anew");
        _timeout = Value("--timeout", "TIME", "stop waiting for its end after that (90, 5m) with exit code 5");
    }

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover restart web/httpd", "drover restart"];

    public override int Run(ParseResult line, Session session)
    {
        if (line.GetValue(_name) is { } entry)
            return EntryOrder.Run(session, "OP_SERVICE_RESTART", entry, node: null, form: null, detach: false);
        var timeout = session.LimitTo(Values.Duration(line.GetValue(_timeout), "--timeout"));
        var daemon = EndingDaemon.Signal(session, Libc.SigUsr1);
        daemon.Wait(timeout, "it lets running jobs end first: see its setting shutdown-grace");
        session.Screen.Out.WriteLine($"The daemon (process {daemon.Pid}) has ended; its services go on.");
        session.Screen.Out.WriteLine(Answers(session.Door)
            ? "A new one answers already and has taken them over."
            : "Start it again with 'systemctl start drover', or with the droverd command you use; systemd starts it by itself with the unit that comes with it.");
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
