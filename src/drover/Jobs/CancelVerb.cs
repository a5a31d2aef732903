using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;

namespace Drover.Cli.Jobs;

/// <summary><c>drover cancel</c>: takes jobs back, or asks running ones to stop.</summary>
internal sealed class CancelVerb : Verb
{
    private readonly Argument<string[]> _ids;
    private readonly Option<bool> _kill;

    public CancelVerb()
        : base("cancel", "cancel jobs; a running one is asked to stop")
    {
        _ids = Several("ID", "ids of jobs");
        _kill = Flag("--kill", "end a running job as error at once; its locks stay until its work has stopped");
    }

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover cancel 17 18", "drover cancel 17 --kill"];

    public override int Run(ParseResult line, Session session)
    {
        var kill = line.GetValue(_kill);
        var body = Body.Of(w => w.WriteBoolean("kill", kill));
        return JobControl.ForEach(session, Values.JobIds(line.GetValue(_ids)!), "cancel", body, id => $"Canceled job {id}");
    }
}
