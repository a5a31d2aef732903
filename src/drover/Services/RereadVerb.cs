using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Submitting;
using Drover.Cli.Words;

namespace Drover.Cli.Services;

/// <summary><c>drover reread</c>: the daemon or another node reads its cltab again and applies the difference, or takes that back.</summary>
internal sealed class RereadVerb : Verb
{
    private const string Opcode = "OP_SERVICES_REREAD";

    private readonly Option<string?> _node;
    private readonly Option<bool> _yes;
    private readonly Option<bool> _undo;
    private readonly Option<bool> _dryRun;
    private readonly Option<string?> _output;

    public RereadVerb()
        : base("reread", "verb.reread")
    {
        _node = Value("--node", "N", "option.node-cltab");
        _yes = Flag("--yes", "option.yes-reread");
        _undo = Flag("--undo", "option.undo");
        _dryRun = Flag("--dry-run", "option.dry-run-reread");
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover reread", "drover reread --dry-run", "drover reread --yes", "drover reread --undo", "drover reread --node n2"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "json");
        var (yes, undo, dryRun) = (line.GetValue(_yes), line.GetValue(_undo), line.GetValue(_dryRun));
        if (undo && (yes || dryRun))
            throw CliException.Usage(Language.Say("reread.undo"), Language.Say("reread.undo.hint"));
        if (dryRun)
            return DryRun.OfOne(session, Opcode, form, Language.Say("reread.nothing"), ExitCode.Refused, Parameters);
        return OneJob.Follow(session, OneJob.Submit(session, Opcode, writer =>
        {
            Parameters(writer);
            if (undo)
                writer.WriteBoolean("undo", true);
        }), form);

        void Parameters(Utf8JsonWriter writer)
        {
            NodeOption.Write(writer, line.GetValue(_node));
            if (yes)
                writer.WriteBoolean("yes", true);
        }
    }
}
