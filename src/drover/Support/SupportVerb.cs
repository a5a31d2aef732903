using System.CommandLine;
using System.Globalization;
using Drover.Cli.CommandLine;

namespace Drover.Cli.Support;

/// <summary><c>drover support</c>: what somebody who helps wants to know, in one file, without secrets.</summary>
internal sealed class SupportVerb : Verb
{
    private const int UsualLines = 1_000;

    private readonly Option<string?> _file;
    private readonly Option<string?> _log;
    private readonly Option<string?> _lines;

    public SupportVerb()
        : base("support", "collect versions, settings, health, figures and the log into one file, without secrets")
    {
        _file = Value("--file", "FILE", "the file to write; left out, drover-support-HOST-TIME.tar.gz here", "-f");
        _log = Value("--log", "FILE", "the daemon's log, where it does not go to the journal of systemd");
        _lines = Value("--lines", "N", $"lines of the log, from its end; left out, {UsualLines}", "-n");
    }

    public override IReadOnlyList<string> Examples => ["drover support", "drover support --file /tmp/drover.tar.gz --log /var/log/droverd.log"];

    public override int Run(ParseResult line, Session session)
    {
        var now = session.Clock.GetUtcNow();
        var name = $"drover-support-{Environment.MachineName}-{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
        var path = line.GetValue(_file) ?? name + ".tar.gz";
        if (path.Length == 0 || line.GetValue(_log) is "")
            throw CliException.Usage("the name of a file is empty", "--file and --log name one");
        if (path == "-")
            throw CliException.Usage("the archive does not go to standard output", "--file FILE names a file; there must be none yet");
        var lines = Values.Int(line.GetValue(_lines), "--lines", 0, 1_000_000) ?? UsualLines;
        var missing = SupportArchive.Make(path, name, now, archive => new SupportData(session, archive).Collect(line.GetValue(_log), lines));
        session.Screen.Out.WriteLine(path);
        foreach (var what in missing)
            session.Screen.Note($"left out: {what}");
        session.Screen.Note("Passwords, tokens and values of environment variables were taken out by their names; look through it before you give it away.");
        return ExitCode.Ok;
    }
}
