using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Jobs;
using Drover.Cli.Listing;
using Drover.Cli.Submitting;
using Drover.Cli.Words;

namespace Drover.Cli.Services;

/// <summary><c>drover tell</c>: brings a resource group to a level and waits until it is there.</summary>
internal sealed class TellVerb : Verb
{
    private const string Opcode = "OP_SERVICE_GROUP_SET_LEVEL";
    private const string NodesOpcode = "OP_SERVICE_NODES_SET_LEVEL";

    private readonly Argument<string> _group;
    private readonly Argument<string> _level;
    private readonly Option<string?> _node;
    private readonly Option<bool> _all;
    private readonly Option<string?> _atOnce;
    private readonly Option<bool> _pause;
    private readonly Option<string?> _watch;
    private readonly Option<bool> _dryRun;
    private readonly Option<bool> _detach;
    private readonly Option<string?> _output;

    public TellVerb()
        : base("tell", "verb.tell")
    {
        _group = Required("GROUP", "argument.group");
        _level = Required("LEVEL", "argument.level");
        _node = Value("--node", "N", "option.node-groups");
        _all = Flag("--all", "option.all-nodes");
        _atOnce = Value("--at-once", "N", "option.at-once");
        _pause = Flag("--pause-on-failure", "option.pause-on-failure");
        _watch = Value("--watch", "TIME", "option.watch-tell");
        _dryRun = Flag("--dry-run", "option.dry-run-tell", "--rehearse");
        _detach = Flag("--detach", "option.detach", "-d");
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover tell web 1", "drover tell web 2 --dry-run", "drover tell web 1 --node n2,n3", "drover tell web 1 --all --at-once 1 --pause-on-failure --watch 60s", "drover wait $(drover tell web stop --detach)"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "json");
        var (group, level, node) = (line.GetValue(_group)!, line.GetValue(_level)!, line.GetValue(_node));
        if (group.Length == 0)
            throw CliException.Usage(Language.Say("tell.no-group"), Language.Say("tell.no-group.hint"));
        if (level.Length == 0)
            throw CliException.Usage(Language.Say("tell.no-level"), Language.Say("tell.no-level.hint", group));
        var atOnce = Values.Int(line.GetValue(_atOnce), "--at-once", 1, int.MaxValue);
        if (line.GetValue(_all) && node is not null)
            throw CliException.Usage(Language.Say("tell.all-and-node"), Language.Say("tell.all-and-node.hint"));
        IReadOnlyList<string>? nodes = line.GetValue(_all) ? NodesWith(session, group) : node?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (nodes is [])
            throw CliException.Usage(Language.Say("tell.no-node", group), Language.Say("tell.no-group.hint"));
        var isOne = nodes is null or [_] && !line.GetValue(_all);
        if (isOne && (atOnce is not null || line.GetValue(_pause)))
            throw CliException.Usage(Language.Say("tell.one-node"), Language.Say("tell.one-node.hint"));
        var watch = Values.Duration(line.GetValue(_watch), "--watch");
        if (watch < TimeSpan.FromSeconds(1) || watch > TimeSpan.FromDays(1))
            throw CliException.Usage(Language.Say("tell.watch", line.GetValue(_watch)!), Language.Say("value.duration.hint"));
        var opcode = isOne ? Opcode : NodesOpcode;
        void Parameters(Utf8JsonWriter writer)
        {
            // Names even where they are digits: level 1 is "1", group 0 is "0".
            writer.WriteString("group", group);
            writer.WriteString("level", level);
            if (watch is { } time)
                writer.WriteNumber("watch", (int)Math.Ceiling(time.TotalSeconds));
            if (isOne)
            {
                if (nodes is not null)
                    writer.WriteString("node", nodes[0]);
                return;
            }

            writer.WriteTexts("nodes", nodes!);
            if (atOnce is { } most)
                writer.WriteNumber("at_once", most);
            writer.WriteBoolean("pause_on_failure", line.GetValue(_pause));
        }

        if (line.GetValue(_dryRun) && line.GetValue(_detach))
            throw CliException.Usage(Language.Say("dry-run.detach"), Language.Say("dry-run.detach.hint"));
        if (line.GetValue(_dryRun))
            return DryRun.OfOne(session, opcode, form, Language.Say("tell.nothing", group, level), ExitCode.Refused, Parameters);
        var id = OneJob.Submit(session, opcode, Parameters);
        if (!line.GetValue(_detach))
            return OneJob.Follow(session, id, form, update => IsSuperseded(update) ? ExitCode.Canceled : update.ExitCode);
        OneJob.PrintId(session, id, form);
        return ExitCode.Ok;
    }

    /// <summary>The nodes that have a group of a name now: what the job then says by name.</summary>
    private static List<string> NodesWith(Session session, string group) =>
        [.. RowReader.Rows(session.Door, new ListRequest("service-group") { Fields = "name,node" }).Where(row => row[0][1].GetString() == group).Select(row => row[1][1].GetString()!)];

    /// <summary>The group was told another level by one who needs no job, so that the job failed where it would have been canceled.</summary>
    private static bool IsSuperseded(JobUpdate update) => update.Status == "error" && JobOutcome.Kind(update) == "superseded";
}
