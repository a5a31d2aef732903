using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Submitting;
using Drover.Cli.Words;

namespace Drover.Cli.Services;

/// <summary><c>drover move</c>: brings a group that is on one node of several to another one, and waits until it is there.</summary>
internal sealed class MoveVerb : Verb
{
    private const string Opcode = "OP_SERVICE_GROUP_PLACE";

    private readonly Argument<string> _group;
    private readonly Option<string?> _to;
    private readonly Option<bool> _dryRun;
    private readonly Option<bool> _detach;
    private readonly Option<string?> _output;

    public MoveVerb()
        : base("move", "verb.move")
    {
        _group = Required("GROUP", "argument.placed-group");
        _to = Value("--to", "NODE", "option.move-to");
        _dryRun = Flag("--dry-run", "option.dry-run-move");
        _detach = Flag("--detach", "option.detach", "-d");
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover move db", "drover move db --to db2", "drover move db --to db2 --dry-run"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "json");
        var group = line.GetValue(_group)!;
        if (group.Length == 0)
            throw CliException.Usage(Language.Say("tell.no-group"), Language.Say("move.no-group.hint"));
        if (line.GetValue(_dryRun) && line.GetValue(_detach))
            throw CliException.Usage(Language.Say("dry-run.detach"), Language.Say("dry-run.detach.hint"));
        void Parameters(Utf8JsonWriter writer)
        {
            writer.WriteString("group", group);
            if (line.GetValue(_to) is { } node)
                writer.WriteString("node", node);
        }

        if (line.GetValue(_dryRun))
            return DryRun.OfOne(session, Opcode, form, "", ExitCode.Refused, Parameters);
        var id = OneJob.Submit(session, Opcode, Parameters);
        if (!line.GetValue(_detach))
            return OneJob.Follow(session, id, form);
        OneJob.PrintId(session, id, form);
        return ExitCode.Ok;
    }
}
