using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Jobs;
using Drover.Cli.Submitting;
using Drover.Cli.Words;

namespace Drover.Cli.Services;

/// <summary><c>drover tell</c>: brings a resource group to a level and waits until it is there.</summary>
internal sealed class TellVerb : Verb
{
    private const string Opcode = "OP_SERVICE_GROUP_SET_LEVEL";

    private readonly Argument<string> _group;
    private readonly Argument<string> _level;
    private readonly Option<string?> _node;
    private readonly Option<bool> _dryRun;
    private readonly Option<bool> _detach;
    private readonly Option<string?> _output;

    public TellVerb()
        : base("tell", "verb.tell")
    {
        _group = Required("GROUP", "argument.group");
        _level = Required("LEVEL", "argument.level");
        _node = Value("--node", "N", "option.node-group");
        _dryRun = Flag("--dry-run", "option.dry-run-tell");
        _detach = Flag("--detach", "option.detach", "-d");
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover tell web 1", "drover tell web 2 --dry-run", "drover wait $(drover tell web stop --detach)"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "json");
        var (group, level, node) = (line.GetValue(_group)!, line.GetValue(_level)!, line.GetValue(_node));
        if (group.Length == 0)
            throw CliException.Usage(Language.Say("tell.no-group"), Language.Say("tell.no-group.hint"));
        if (level.Length == 0)
            throw CliException.Usage(Language.Say("tell.no-level"), Language.Say("tell.no-level.hint", group));
        void Parameters(Utf8JsonWriter writer)
        {
            // Names even where they are digits: level 1 is "1", group 0 is "0".
            writer.WriteString("group", group);
            writer.WriteString("level", level);
            if (node is not null)
                writer.WriteString("node", node);
        }

        if (line.GetValue(_dryRun) && line.GetValue(_detach))
            throw CliException.Usage(Language.Say("dry-run.detach"), Language.Say("dry-run.detach.hint"));
        if (line.GetValue(_dryRun))
            return DryRun.OfOne(session, Opcode, form, Language.Say("tell.nothing", group, level), ExitCode.Refused, Parameters);
        var id = OneJob.Submit(session, Opcode, Parameters);
        if (!line.GetValue(_detach))
            return OneJob.Follow(session, id, form, update => IsSuperseded(update) ? ExitCode.Canceled : update.ExitCode);
        OneJob.PrintId(session, id, form);
        return ExitCode.Ok;
    }

    /// <summary>The group was told another level by one who needs no job, so that the job failed where it would have been canceled.</summary>
    private static bool IsSuperseded(JobUpdate update) => update.Status == "error" && JobOutcome.Kind(update) == "superseded";
}
