using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Jobs;
using Drover.Cli.Submitting;

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
        : base("tell", "bring a group of services to a level and wait until it is there")
    {
        _group = Required("GROUP", "name of the group in the cltab");
        _level = Required("LEVEL", "the level; one that no entry has stops the group");
        _node = Value("--node", "N", "the node that runs the group; default: the daemon's own");
        _dryRun = Flag("--dry-run", "print what would be stopped and started, in order; makes no job");
        _detach = Flag("--detach", "print the id of the job and return", "-d");
        _output = Value("--output", "FORM", "text or json", "-o");
    }

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover tell web 1", "drover tell web 2 --dry-run", "drover wait $(drover tell web stop --detach)"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the form", "text", "json");
        var (group, level, node) = (line.GetValue(_group)!, line.GetValue(_level)!, line.GetValue(_node));
        if (group.Length == 0)
            throw CliException.Usage("GROUP is empty", "'drover get groups -o name' lists them");
        if (level.Length == 0)
            throw CliException.Usage("LEVEL is empty", $"'drover tell {group} off' stops the group, where 'off' is no level of an entry");
        void Parameters(Utf8JsonWriter writer)
        {
            // Names even where they are digits: level 1 is "1", group 0 is "0".
            writer.WriteString("group", group);
            writer.WriteString("level", level);
            if (node is not null)
                writer.WriteString("node", node);
        }

        if (line.GetValue(_dryRun) && line.GetValue(_detach))
            throw CliException.Usage("--dry-run and --detach exclude each other", "a dry run makes no job, so that there is no id to print");
        if (line.GetValue(_dryRun))
            return DryRun.OfOne(session, Opcode, form, $"group {group} at level {level}: nothing to do", ExitCode.Refused, Parameters);
        var id = OneJob.Submit(session, Opcode, Parameters);
        if (!line.GetValue(_detach))
            return OneJob.Follow(session, id, form, update => IsSuperseded(update) ? ExitCode.Canceled : update.ExitCode);
        OneJob.PrintId(session, id, form);
        return ExitCode.Ok;
    }

    /// <summary>The group was told another level by one who needs no job, so that the job failed where it would have been canceled.</summary>
    private static bool IsSuperseded(JobUpdate update) => update.Status == "error" && JobOutcome.Kind(update) == "superseded";
}
