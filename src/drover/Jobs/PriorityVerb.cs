using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;

namespace Drover.Cli.Jobs;

/// <summary><c>drover priority</c>: moves a job forwards or backwards.</summary>
internal sealed class PriorityVerb : Verb
{
    private readonly Argument<string> _id;
    private readonly Argument<string> _priority;

    public PriorityVerb()
        : base("priority", "change the priority of a job")
    {
        _id = Required("ID", "id of a job");
        _priority = Required("N", "-20 (first) to 19 (last)");
    }

    public override IReadOnlyList<string> Examples => ["drover priority 17 -5"];

    public override int Run(ParseResult line, Session session)
    {
        var id = Values.JobId(line.GetValue(_id)!);
        var priority = Values.Int(line.GetValue(_priority), "the priority", -20, 19)!.Value;
        return JobControl.ForEach(session, [id], "priority", Body.Of(w => w.WriteNumber("priority", priority)), i => $"Job {i} has priority {priority}");
    }
}
