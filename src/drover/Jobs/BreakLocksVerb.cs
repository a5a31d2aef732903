using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Words;

namespace Drover.Cli.Jobs;

/// <summary><c>drover break-locks</c>: takes the locks of a killed job away although its work has not returned.</summary>
internal sealed class BreakLocksVerb : Verb
{
    private readonly Argument<string> _id;

    public BreakLocksVerb()
        : base("break-locks", "verb.break-locks") => _id = Required("ID", "argument.job");

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover get locks", "drover break-locks 17"];

    public override int Run(ParseResult line, Session session) =>
        JobControl.ForEach(session, [Values.JobId(line.GetValue(_id)!)], "break-locks", Body.Empty, id => Language.Say("break-locks.done", id));
}
