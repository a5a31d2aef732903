using System.CommandLine;
using Drover.Cli.CommandLine;

namespace Drover.Cli.People;

/// <summary><c>drover account add</c>: a user of the network who may sign in with a browser.</summary>
internal sealed class AccountAddVerb : Verb
{
    private readonly Argument<string> _name;
    private readonly Option<string?> _role;
    private readonly Option<bool> _noPassword;

    public AccountAddVerb()
        : base("add", "verb.account.add")
    {
        _name = Required("NAME", "account.name");
        _role = Value("--role", "ROLE", "account.role");
        _noPassword = Flag("--no-password", "account.no-password");
    }

    public override IReadOnlyList<string> Examples => ["drover account add ada --role operator", "drover account add ci --role viewer --no-password"];

    public override int Run(ParseResult line, Session session)
    {
        var (name, role) = (line.GetValue(_name)!, Roles.Of(line.GetValue(_role)) ?? "viewer");
        var hash = line.GetValue(_noPassword) ? null : PasswordInput.Hash(session, name);
        PeopleJob.Run(session, "OP_ACCOUNT_ADD", writer =>
        {
            writer.WriteString("name", name);
            writer.WriteString("role", role);
            if (hash is not null)
                writer.WriteString("password_hash", hash);
        });
        return ExitCode.Ok;
    }
}
