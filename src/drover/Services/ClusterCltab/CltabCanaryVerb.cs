using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Submitting;
using Drover.Cli.Words;

namespace Drover.Cli.Services.ClusterCltab;

/// <summary><c>drover cltab take</c> and <c>drop</c>: the version that some nodes try is given to all, or taken back.</summary>
internal sealed class CltabCanaryVerb : Verb
{
    private readonly string _opcode;
    private readonly Option<bool>? _yes;
    private readonly Option<bool> _dryRun;
    private readonly Option<string?> _output;

    private CltabCanaryVerb(string name, string summary, bool isTaken)
        : base(name, summary)
    {
        _opcode = isTaken ? "OP_CLTAB_TAKE" : "OP_CLTAB_DROP";
        _yes = isTaken ? Flag("--yes", "option.yes-cltab") : null;
        _dryRun = Flag("--dry-run", "option.dry-run-cltab");
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => [$"drover cltab {Command.Name}", $"drover cltab {Command.Name} --dry-run"];

    public static CltabCanaryVerb Take() => new("take", "verb.cltab-take", isTaken: true);

    public static CltabCanaryVerb Drop() => new("drop", "verb.cltab-drop", isTaken: false);

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "json");
        return line.GetValue(_dryRun)
            ? DryRun.OfOne(session, _opcode, form, Language.Say("cltab-set.nothing"), ExitCode.Refused, Parameters)
            : OneJob.Follow(session, OneJob.Submit(session, _opcode, Parameters), form);

        void Parameters(Utf8JsonWriter writer)
        {
            if (_yes is not null && line.GetValue(_yes))
                writer.WriteBoolean("yes", true);
        }
    }
}
