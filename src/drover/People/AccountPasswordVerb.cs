using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;

namespace Drover.Cli.People;

/// <summary><c>drover account password</c>: a user takes another password, knowing the one of before; it ends the other sessions.</summary>
internal sealed class AccountPasswordVerb : Verb
{
    private readonly Argument<string> _name;
    private readonly Option<string?> _code;

    public AccountPasswordVerb()
        : base("password", "verb.account.password")
    {
        _name = Required("NAME", "account.own");
        _code = Value("--code", "CODE", "account.code");
    }

    public override IReadOnlyList<string> Examples => ["drover account password ada", "drover account password ada --code 123456", "cat old.secret new.secret | drover account password ada"];

    public override int Run(ParseResult line, Session session)
    {
        var name = line.GetValue(_name)!;
        var (old, next) = PasswordInput.OldAndNew(session, name);
        using (session.Door.Post("/v1/own-password", Body.Of(writer =>
        {
            writer.WriteString("user", name);
            writer.WriteString("password", old);
            if (line.GetValue(_code) is { Length: > 0 } code)
                writer.WriteString("code", code);
            writer.WriteString("new_password", next);
        })))
        {
            // What it says is that it is done.
        }
        return ExitCode.Ok;
    }
}
