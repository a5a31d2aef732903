using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Listing;
using Drover.Cli.Terminal;

namespace Drover.Cli.Operating;

/// <summary><c>drover shutdown</c>: stops all services and ends the daemon.</summary>
internal sealed class ShutdownVerb : Verb
{
    private readonly Option<string?> _timeout;

    public ShutdownVerb()
        : base("shutdown", "stop all services and end the daemon") =>
        _timeout = Value("--timeout", "TIME", "stop waiting for its end after that (90, 5m) with exit code 5");

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover shutdown"];

    public override int Run(ParseResult line, Session session)
    {
        var timeout = session.LimitTo(Values.Duration(line.GetValue(_timeout), "--timeout"));
        var services = Services(session);
        var daemon = EndingDaemon.Signal(session, Libc.SigUsr2);
        daemon.Wait(timeout, "it lets services stop and running jobs end first: see its settings services-stop-time and shutdown-grace");
        var left = services.FindAll(service => service.Process.Lives).ConvertAll(service => $"{service.Name} ({service.Process.Pid})");
        if (left.Count > 0)
            throw new CliException("SERVICES_LEFT", $"the daemon (process {daemon.Pid}) has ended, but not all of its services: {string.Join(", ", left)}", ExitCode.Failed,
                "they did not stop within the setting services-stop-time, or the daemon was told to leave them; the next daemon takes them up");
        session.Screen.Out.WriteLine($"The daemon (process {daemon.Pid}) has ended, and its services with it.");
        return ExitCode.Ok;
    }

    /// <summary>What runs now.</summary>
    private static List<(string Name, LocalProcess Process)> Services(Session session)
    {
        var services = new List<(string, LocalProcess)>();
        foreach (var page in RowReader.Pages(session.Door, new ListRequest("process") { Fields = "name,pid" }))
            using (page)
                foreach (var row in page.RootElement.GetProperty("rows").EnumerateArray())
                    if (row[1].ValueKind == JsonValueKind.Number && row[1].TryGetInt32(out var pid) && pid > 1)
                        services.Add((ValueText.Plain(row[0]), new LocalProcess(pid)));
        return services;
    }
}
