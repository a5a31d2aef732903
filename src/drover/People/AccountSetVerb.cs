using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Words;

namespace Drover.Cli.People;

/// <summary><c>drover account set</c>: another role, from the next request of the user on.</summary>
internal sealed class AccountSetVerb : Verb
{
    private readonly Argument<string> _name;
    private readonly Option<string?> _role;

    public AccountSetVerb()
        : base("set", "verb.account.set")
    {
        _name = Required("NAME", "account.name");
        _role = Value("--role", "ROLE", "account.role.new");
    }

    public override IReadOnlyList<string> Examples => ["drover account set ada --role admin"];

    public override int Run(ParseResult line, Session session)
    {
        var role = Roles.Of(line.GetValue(_role)) ?? throw CliException.Usage(Language.Say("account.set.role"), Language.Say("account.set.role.hint"));
        PeopleJob.Run(session, "OP_ACCOUNT_SET", writer =>
        {
            writer.WriteString("name", line.GetValue(_name)!);
            writer.WriteString("role", role);
        });
        return ExitCode.Ok;
    }
}
