using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Words;

namespace Drover.Cli.Jobs;

/// <summary><c>drover cancel</c>: takes jobs back, or asks running ones to stop.</summary>
internal sealed class CancelVerb : Verb
{
    private readonly Argument<string[]> _ids;
    private readonly Option<bool> _kill;

    public CancelVerb()
        : base("cancel", "verb.cancel")
    {
        _ids = Several("ID", "argument.jobs");
        _kill = Flag("--kill", "option.kill");
    }

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover cancel 17 18", "drover cancel 17 --kill"];

    public override int Run(ParseResult line, Session session)
    {
        var kill = line.GetValue(_kill);
        var body = Body.Of(w => w.WriteBoolean("kill", kill));
        return JobControl.ForEach(session, Values.JobIds(line.GetValue(_ids)!), "cancel", body, id => Language.Say("cancel.done", id));
    }
}
