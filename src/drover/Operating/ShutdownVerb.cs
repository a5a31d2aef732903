using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Terminal;

namespace Drover.Cli.Operating;

/// <summary><c>drover shutdown</c>: stops all services and ends the daemon.</summary>
internal sealed class ShutdownVerb : Verb
{
    private readonly Option<string?> _timeout;

    public ShutdownVerb()
        : base("shutdown", "stop all services and end the daemon") =>
        _timeout = Value("--timeout", "TIME", "stop waiting for its end after that (90, 5m) with exit code 5");

    public override IReadOnlyList<string> Examples => ["drover shutdown"];

    public override int Run(ParseResult line, Session session)
    {
        var timeout = Values.Duration(line.GetValue(_timeout), "--timeout");
        var daemon = EndingDaemon.Signal(session, Libc.SigUsr2);
        daemon.Wait(timeout, "it lets services stop and running jobs end first: see its settings services-stop-time and shutdown-grace");
        session.Screen.Out.WriteLine($"The daemon (process {daemon.Pid}) has ended, and its services with it.");
        return ExitCode.Ok;
    }
}
