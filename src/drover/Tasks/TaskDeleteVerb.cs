using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Submitting;

namespace Drover.Cli.Tasks;

/// <summary><c>drover del task</c>: tasks are due no more; jobs that they have submitted go on.</summary>
internal sealed class TaskDeleteVerb : Verb
{
    private readonly Argument<string[]> _names;

    public TaskDeleteVerb()
        : base("task", "verb.del-task")
    {
        _names = Several("NAME", "argument.names");
    }

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover del task nightly"];

    public override int Run(ParseResult line, Session session)
    {
        var code = ExitCode.Ok;
        foreach (var name in line.GetValue(_names)!)
            code = ExitCode.Worse(code, OneJob.Follow(session, OneJob.Submit(session, "OP_TASK_REMOVE", writer => writer.WriteString("name", name)), "text"));
        return code;
    }
}
