using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Submitting;

namespace Drover.Cli.Services;

/// <summary><c>drover reread</c>: the daemon reads its cltab again and applies the difference, or takes that back.</summary>
internal sealed class RereadVerb : Verb
{
    private const string Opcode = "OP_SERVICES_REREAD";

    private readonly Option<bool> _yes;
    private readonly Option<bool> _undo;
    private readonly Option<bool> _dryRun;
    private readonly Option<string?> _output;

    public RereadVerb()
        : base("reread", "read the cltab again and apply what has changed")
    {
        _yes = Flag("--yes", "also if it stops more than reread-limit lets pass");
        _undo = Flag("--undo", "put back what was in force before the last cltab was taken");
        _dryRun = Flag("--dry-run", "print what would be done, and whether it would ask back; makes no job");
        _output = Value("--output", "FORM", "text or json", "-o");
    }

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover reread", "drover reread --dry-run", "drover reread --yes", "drover reread --undo"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the form", "text", "json");
        var (yes, undo, dryRun) = (line.GetValue(_yes), line.GetValue(_undo), line.GetValue(_dryRun));
        if (undo && (yes || dryRun))
            throw CliException.Usage("--undo goes with neither --yes nor --dry-run", "it takes no file: it puts back what was in force");
        if (dryRun)
            return DryRun.OfOne(session, Opcode, form, "nothing would be stopped, started or changed", ExitCode.Refused, Yes);
        return OneJob.Follow(session, OneJob.Submit(session, Opcode, writer =>
        {
            Yes(writer);
            if (undo)
                writer.WriteBoolean("undo", true);
        }), form);

        void Yes(Utf8JsonWriter writer)
        {
            if (yes)
                writer.WriteBoolean("yes", true);
        }
    }
}
