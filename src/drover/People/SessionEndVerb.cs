using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;

namespace Drover.Cli.People;

/// <summary><c>drover session end</c>: the browser has to sign in anew.</summary>
internal sealed class SessionEndVerb : Verb
{
    private readonly Argument<string[]> _ids;

    public SessionEndVerb()
        : base("end", "verb.session.end") =>
        _ids = Several("SESSION-ID", "session.ids");

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover session list", "drover session end 1f00cafe"];

    public override int Run(ParseResult line, Session session)
    {
        foreach (var id in line.GetValue(_ids)!)
            using (session.Door.Post($"/v1/sessions/{Uri.EscapeDataString(id)}/end", Body.Empty))
            {
                // What it says is that it is done.
            }
        return ExitCode.Ok;
    }
}
