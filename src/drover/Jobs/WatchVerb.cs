using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.TestJobs;

namespace Drover.Cli.Jobs;

/// <summary><c>drover watch</c>: log and states of a job, live.</summary>
internal sealed class WatchVerb : Verb
{
    private readonly Argument<string> _id;

    public WatchVerb()
        : base("watch", "verb.watch") => _id = Required("ID", "argument.job");

    public override IReadOnlyList<string> Examples => ["drover watch 17"];

    public override int Run(ParseResult line, Session session)
    {
        var id = Values.JobId(line.GetValue(_id)!);
        if (TestJobWatch.Find(session, id) is not null)
            return TestJobWatch.Follow(session, id, "text");
        return session.Screen.CanDraw ? LivePanel.Follow(session, id, withOpcode: true) : LiveLog.Follow(session, id, states: true, "text");
    }
}
