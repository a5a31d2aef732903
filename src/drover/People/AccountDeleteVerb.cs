using System.CommandLine;
using Drover.Cli.CommandLine;

namespace Drover.Cli.People;

/// <summary><c>drover account del</c>: nobody comes in as that user any more, by a token neither.</summary>
internal sealed class AccountDeleteVerb : Verb
{
    private readonly Argument<string[]> _names;

    public AccountDeleteVerb()
        : base("del", "verb.account.del") =>
        _names = Several("NAME", "account.names");

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover get accounts", "drover account del ada"];

    public override int Run(ParseResult line, Session session)
    {
        foreach (var name in line.GetValue(_names)!)
            PeopleJob.Run(session, "OP_ACCOUNT_REMOVE", writer => writer.WriteString("name", name));
        return ExitCode.Ok;
    }
}
