using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;

namespace Drover.Cli.Jobs;

/// <summary><c>drover break-locks</c>: takes the locks of a killed job away although its work has not returned.</summary>
internal sealed class BreakLocksVerb : Verb
{
    private readonly Argument<string> _id;

    public BreakLocksVerb()
        : base("break-locks", "free the locks that a killed job left; make sure that its work is over") => _id = Required("ID", "id of a job");

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover get locks", "drover break-locks 17"];

    public override int Run(ParseResult line, Session session) =>
        JobControl.ForEach(session, [Values.JobId(line.GetValue(_id)!)], "break-locks", Body.Empty, id => $"Broke the locks of job {id}");
}
