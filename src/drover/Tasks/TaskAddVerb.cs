using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Submitting;
using Drover.Cli.Words;

namespace Drover.Cli.Tasks;

/// <summary><c>drover add task</c>: a job that is submitted by the clock.</summary>
internal sealed class TaskAddVerb : Verb
{
    private readonly Argument<string> _name;
    private readonly Argument<string> _schedule;
    private readonly Argument<string?> _op;
    private readonly Argument<string[]> _arguments;
    private readonly Option<string?> _file;
    private readonly TaskOptions _options;
    private readonly Option<bool> _dryRun;

    public TaskAddVerb()
        : base("task", "verb.add-task")
    {
        _name = Required("NAME", "task.name");
        _schedule = Required("SCHEDULE", "task.schedule");
        _op = Optional("OP", "task.op");
        _arguments = Several("KEY=VALUE", "task.parameters", atLeastOne: false);
        _file = Value("--file", "FILE", "task.file", "-f");
        _options = new TaskOptions(Value);
        _dryRun = Flag("--dry-run", "option.dry-run");
    }

    public override IReadOnlyList<string> Examples =>
    [
        "drover add task nightly '30 3 * * *' cluster-verify --zone Europe/Paris",
        "drover add task beat '*/10 * * * * *' test-delay duration=1    # every ten seconds",
        "drover add task weekly @weekly -f job.json --catch-up no",
    ];

    public override int Run(ParseResult line, Session session)
    {
        var ops = Ops(line, session);
        void Write(Utf8JsonWriter writer)
        {
            writer.WriteString("name", line.GetValue(_name)!);
            writer.WriteString("schedule", line.GetValue(_schedule)!);
            writer.WriteStartArray("ops");
            foreach (var op in ops)
                op.WriteTo(writer);
            writer.WriteEndArray();
            _options.Write(line, writer);
        }

        return line.GetValue(_dryRun)
            ? DryRun.Of(session, Body.OfOpcode("OP_TASK_ADD", Write), "text")
            : OneJob.Follow(session, OneJob.Submit(session, "OP_TASK_ADD", Write), "text");
    }

    private IReadOnlyList<JsonElement> Ops(ParseResult line, Session session)
    {
        var (op, file) = (line.GetValue(_op), line.GetValue(_file));
        if ((op is null) == (file is null))
            throw CliException.Usage(Language.Say("add-task.what"), Language.Say("add-task.what.hint"));
        if (op is not null)
            return [OpArguments.Read(op, line.GetValue(_arguments) ?? [])];
        var plan = JobFile.Read(session, file!);
        return plan.Jobs.Count == 1
            ? plan.Jobs[0].Ops
            : throw CliException.Usage(Language.Say("add-task.several", file, plan.Jobs.Count), Language.Say("add-task.several.hint"));
    }
}
