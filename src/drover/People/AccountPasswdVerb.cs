using System.CommandLine;
using Drover.Cli.CommandLine;

namespace Drover.Cli.People;

/// <summary><c>drover account passwd</c>: a new password; it ends the user's sessions.</summary>
internal sealed class AccountPasswdVerb : Verb
{
    private readonly Argument<string> _name;
    private readonly Option<bool> _none;

    public AccountPasswdVerb()
        : base("passwd", "verb.account.passwd")
    {
        _name = Required("NAME", "account.name");
        _none = Flag("--none", "account.none");
    }

    public override IReadOnlyList<string> Examples => ["drover account passwd ada", "pwgen 20 1 | tee /dev/tty | drover account passwd ada"];

    public override int Run(ParseResult line, Session session)
    {
        var name = line.GetValue(_name)!;
        var hash = line.GetValue(_none) ? "" : PasswordInput.Hash(session, name);
        PeopleJob.Run(session, "OP_ACCOUNT_SET", writer =>
        {
            writer.WriteString("name", name);
            writer.WriteString("password_hash", hash);
        });
        return ExitCode.Ok;
    }
}
