using System.CommandLine;
using Drover.Cli.CommandLine;

namespace Drover.Cli.People;

/// <summary><c>drover token del</c>: a token is good for nothing from now on.</summary>
internal sealed class TokenDeleteVerb : Verb
{
    private readonly Argument<string[]> _ids;

    public TokenDeleteVerb()
        : base("del", "verb.token.del")
    {
        _ids = Several("TOKEN-ID", "token.ids");
    }

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover get tokens", "drover token del 1f00cafe"];

    public override int Run(ParseResult line, Session session)
    {
        foreach (var id in line.GetValue(_ids)!)
            PeopleJob.Run(session, "OP_TOKEN_REMOVE", writer => writer.WriteString("id", id));
        return ExitCode.Ok;
    }
}
