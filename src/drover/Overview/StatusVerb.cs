using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Live;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Overview;

/// <summary><c>drover status</c>: how is it? One screen for people, an exit code for monitoring.</summary>
internal sealed class StatusVerb : Verb
{
    private const string UsualTime = "1h";

    private readonly Option<string?> _since;
    private readonly Option<bool> _full;
    private readonly Option<string?> _output;

    public StatusVerb()
        : base("status", "verb.status")
    {
        _since = Value("--failed-since", "TIME", $"option.failed-since\t{UsualTime}");
        _full = Flag("--full", "option.full");
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    public override IReadOnlyList<string> Examples => ["drover status", "drover status --full", "drover status --failed-since 10m -o json", "drover status || echo look at it"];

    public override bool StartsDaemon => false;

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "json");
        var since = Values.Duration(line.GetValue(_since) ?? UsualTime, "--failed-since")!.Value;
        try
        {
            return Tell(session, form, since, line.GetValue(_full));
        }
        catch (CliException e)
        {
            // The other codes have a meaning of their own here: whatever keeps it from being known is what plugins call unknown.
            throw e.WithExitCode(ExitCode.NoDaemon);
        }
    }

    private static int Tell(Session session, string form, TimeSpan since, bool isFull)
    {
        if (form == "json")
            Language.ForPrograms();
        var now = session.Clock.GetUtcNow();
        var status = FleetStatus.Read(session.Door, now - since);
        var inner = isFull ? InnerStatus.Read(session.Door) : null;
        if (form == "json")
            StatusJson.Write(session, status, inner, now);
        else
            Print(session, inner is null ? StatusLines.All(status, now) : StatusLines.All(status, now).Concat(new InnerLines(inner, session.Zone, now).All()));
        session.Screen.Flush();
        return (int)status.Severity;
    }

    private static void Print(Session session, IEnumerable<ScreenLine> lines)
    {
        // A line on a terminal, whatever its width; all of the text elsewhere.
        var columns = session.Screen.CanDraw ? WindowSize.Get().Columns : int.MaxValue;
        foreach (var line in lines)
        {
            var text = CellText.Cut(line.Text, columns);
            session.Screen.Out.WriteLine(session.Screen.OutColour ? line.Begin + text + line.End : text);
        }
    }
}
