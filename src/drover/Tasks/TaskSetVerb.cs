using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Submitting;
using Drover.Cli.Words;

namespace Drover.Cli.Tasks;

/// <summary><c>drover mod task</c>: a task is to be another, or to rest.</summary>
internal sealed class TaskSetVerb : Verb
{
    private readonly Argument<string> _name;
    private readonly Option<string?> _schedule;
    private readonly TaskOptions _options;
    private readonly Option<bool> _suspend;
    private readonly Option<bool> _resume;

    public TaskSetVerb()
        : base("task", "verb.mod-task")
    {
        _name = Required("NAME", "task.name");
        _schedule = Value("--schedule", "SCHEDULE", "task.schedule");
        _options = new TaskOptions(Value);
        _suspend = Flag("--suspend", "mod-task.suspend");
        _resume = Flag("--resume", "mod-task.resume");
    }

    public override IReadOnlyList<string> Examples => ["drover mod task nightly --schedule '0 4 * * *'", "drover mod task nightly --suspend", "drover mod task nightly --resume"];

    public override int Run(ParseResult line, Session session)
    {
        var (suspend, resume) = (line.GetValue(_suspend), line.GetValue(_resume));
        if (suspend && resume)
            throw CliException.Usage(Language.Say("exclude", "--suspend", "--resume"), Language.Say("mod-task.exclude"));
        return OneJob.Follow(session, OneJob.Submit(session, "OP_TASK_SET", writer =>
        {
            writer.WriteString("name", line.GetValue(_name)!);
            var any = _options.Write(line, writer);
            if (line.GetValue(_schedule) is { } schedule)
                writer.WriteString("schedule", schedule);
            if (suspend || resume)
                writer.WriteBoolean("suspended", suspend);
            if (!any && line.GetValue(_schedule) is null && !suspend && !resume)
                throw CliException.Usage(Language.Say("mod.no-change", "task"), Language.Say("mod.no-change.hint", "task"));
        }), "text");
    }
}
