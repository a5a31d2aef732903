using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Words;

namespace Drover.Cli.Jobs;

/// <summary><c>drover priority</c>: moves a job forwards or backwards.</summary>
internal sealed class PriorityVerb : Verb
{
    private readonly Argument<string> _id;
    private readonly Argument<string> _priority;

    public PriorityVerb()
        : base("priority", "verb.priority")
    {
        _id = Required("ID", "argument.job");
        _priority = Required("N", "argument.priority");
    }

    public override IReadOnlyList<string> Examples => ["drover priority 17 -5"];

    public override int Run(ParseResult line, Session session)
    {
        var id = Values.JobId(line.GetValue(_id)!);
        var priority = Values.Int(line.GetValue(_priority), "the-priority", -20, 19)!.Value;
        return JobControl.ForEach(session, [id], "priority", Body.Of(w => w.WriteNumber("priority", priority)), i => Language.Say("priority.done", i, priority));
    }
}
