using System.CommandLine;
using System.Globalization;
using Drover.Cli.CommandLine;
using Drover.Cli.Words;

namespace Drover.Cli.Support;

/// <summary><c>drover support</c>: what somebody who helps wants to know, in one file, without secrets.</summary>
internal sealed class SupportVerb : Verb
{
    private const int UsualLines = 1_000;

    private readonly Option<string?> _file;
    private readonly Option<string?> _log;
    private readonly Option<string?> _lines;

    public SupportVerb()
        : base("support", "verb.support")
    {
        _file = Value("--file", "FILE", "option.support-file", "-f");
        _log = Value("--log", "FILE", "option.support-log");
        _lines = Value("--lines", "N", $"option.support-lines\t{UsualLines}", "-n");
    }

    public override IReadOnlyList<string> Examples => ["drover support", "drover support --file /tmp/drover.tar.gz --log /var/log/droverd.log"];

    public override bool StartsDaemon => false;

    public override int Run(ParseResult line, Session session)
    {
        var now = session.Clock.GetUtcNow();
        var name = $"drover-support-{Environment.MachineName}-{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
        var path = line.GetValue(_file) ?? name + ".tar.gz";
        if (path.Length == 0 || line.GetValue(_log) is "")
            throw CliException.Usage(Language.Say("support.empty"), Language.Say("support.empty.hint"));
        if (path == "-")
            throw CliException.Usage(Language.Say("support.stdout"), Language.Say("support.stdout.hint"));
        var lines = Values.Int(line.GetValue(_lines), "--lines", 0, 1_000_000) ?? UsualLines;
        var missing = SupportArchive.Make(path, name, now, archive => new SupportData(session, archive).Collect(line.GetValue(_log), lines));
        session.Screen.Out.WriteLine(path);
        foreach (var what in missing)
            session.Screen.Note(Language.Say("support.left-out", what));
        session.Screen.Note(Language.Say("support.look"));
        return ExitCode.Ok;
    }
}
