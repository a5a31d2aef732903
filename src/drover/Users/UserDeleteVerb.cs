using System.CommandLine;

namespace Drover.Cli.Users;

/// <summary><c>drover del user</c>: users of a machine go, and out of all groups.</summary>
internal sealed class UserDeleteVerb : DirectoryVerb
{
    private readonly Argument<string[]> _names;

    public UserDeleteVerb()
        : base("user", "verb.del-user") =>
        _names = Several("LOGIN", "directory.logins");

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover get users", "drover del user ada"];

    public override int Run(ParseResult line, Session session) => DoEach(line, session, "OP_DIRECTORY_USER_REMOVE", line.GetValue(_names)!, static _ => { });
}
