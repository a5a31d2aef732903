using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Listing;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Operating;

/// <summary><c>drover shutdown</c>: stops all services and ends the daemon.</summary>
internal sealed class ShutdownVerb : Verb
{
    private readonly Option<string?> _timeout;

    public ShutdownVerb()
        : base("shutdown", "verb.shutdown") =>
        _timeout = Value("--timeout", "TIME", "option.end-timeout");

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover shutdown"];

    public override bool StartsDaemon => false;

    public override int Run(ParseResult line, Session session)
    {
        var timeout = session.LimitTo(Values.Duration(line.GetValue(_timeout), "--timeout"));
        var services = Services(session);
        var daemon = EndingDaemon.Signal(session, Libc.SigUsr2);
        daemon.Wait(timeout, Language.Say("shutdown.running"));
        var left = services.FindAll(service => service.Process.Lives).ConvertAll(service => $"{service.Name} ({service.Process.Pid})");
        if (left.Count > 0)
            throw new CliException("SERVICES_LEFT", Language.Say("shutdown.left", daemon.Pid, string.Join(", ", left)), ExitCode.Failed,
                Language.Say("shutdown.left.hint"));
        session.Screen.Out.WriteLine(Language.Say("shutdown.done", daemon.Pid));
        return ExitCode.Ok;
    }

    /// <summary>What runs now on the daemon's own machine: the numbers of processes of other nodes mean nothing here.</summary>
    private static List<(string Name, LocalProcess Process)> Services(Session session)
    {
        using var version = session.Door.Get("/v1/version");
        var own = version.RootElement.GetProperty("node").GetString();
        var services = new List<(string, LocalProcess)>();
        foreach (var row in RowReader.Rows(session.Door, new ListRequest("process") { Fields = "name,pid,node" }))
            if (row[2][1].ValueEquals(own) && row[1][1] is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var pid) && pid > 1)
                services.Add((ValueText.Plain(row[0][1]), new LocalProcess(pid)));
        return services;
    }
}
