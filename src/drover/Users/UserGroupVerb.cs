using System.CommandLine;
using System.Text.Json;
using Drover.Cli.Words;

namespace Drover.Cli.Users;

/// <summary><c>drover add user-group</c>: groups of users of a machine.</summary>
internal sealed class UserGroupAddVerb : DirectoryVerb
{
    private readonly Argument<string[]> _names;
    private readonly Option<string?> _description, _skeleton, _gid;
    private readonly Option<bool> _system;

    public UserGroupAddVerb()
        : base("user-group", "verb.add-user-group")
    {
        _names = Several("NAME", "argument.new-names");
        _description = Value("--description", "TEXT", "directory.description");
        _skeleton = Value("--skel", "DIR", "directory.skeleton");
        _gid = Value("--gid", "N", "directory.gid");
        _system = Flag("--system", "directory.system-group");
    }

    public override IReadOnlyList<string> Examples => ["drover add user-group team --description 'who builds the boards'"];

    public override int Run(ParseResult line, Session session)
    {
        var gid = Number("--gid", line.GetValue(_gid));
        return DoEach(line, session, "OP_DIRECTORY_GROUP_ADD", line.GetValue(_names)!, writer =>
        {
            Write(writer, "description", line.GetValue(_description));
            Write(writer, "skeleton", line.GetValue(_skeleton));
            if (gid is { } number)
                writer.WriteNumber("gid", number);
            if (line.GetValue(_system))
                writer.WriteBoolean("system", true);
        });
    }
}

/// <summary><c>drover mod user-group</c>: texts and members of groups; what is not named stays.</summary>
internal sealed class UserGroupModifyVerb : DirectoryVerb
{
    private readonly Argument<string[]> _names;
    private readonly Option<string?> _description, _skeleton, _add, _remove;

    public UserGroupModifyVerb()
        : base("user-group", "verb.mod-user-group")
    {
        _names = Several("NAME", "argument.names");
        _description = Value("--description", "TEXT", "directory.description");
        _skeleton = Value("--skel", "DIR", "directory.skeleton");
        _add = Value("--add-users", "LOGINS", "directory.add-users");
        _remove = Value("--del-users", "LOGINS", "directory.remove-users");
    }

    public override IReadOnlyList<string> Examples => ["drover mod user-group team --add-users ada,bob --del-users eve", "drover mod user-group gst-team --add-users mallory"];

    public override int Run(ParseResult line, Session session)
    {
        if (new[] { _description, _skeleton, _add, _remove }.All(option => line.GetValue(option) is null))
            throw CliException.Usage(Language.Say("mod.no-change", "user-group"), Language.Say("mod.no-change.hint", "user-group"));
        return DoEach(line, session, "OP_DIRECTORY_GROUP_SET", line.GetValue(_names)!, writer => WriteChange(writer, line));
    }

    private void WriteChange(Utf8JsonWriter writer, ParseResult line)
    {
        Write(writer, "description", line.GetValue(_description));
        Write(writer, "skeleton", line.GetValue(_skeleton));
        WriteList(writer, "add", line.GetValue(_add));
        WriteList(writer, "remove", line.GetValue(_remove));
    }
}

/// <summary><c>drover del user-group</c>: groups of users of a machine go, and their helpers with them.</summary>
internal sealed class UserGroupDeleteVerb : DirectoryVerb
{
    private readonly Argument<string[]> _names;
    private readonly Option<bool> _users;

    public UserGroupDeleteVerb()
        : base("user-group", "verb.del-user-group")
    {
        _names = Several("NAME", "argument.names");
        _users = Flag("--del-users", "directory.del-users");
    }

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover get user-groups", "drover del user-group team"];

    public override int Run(ParseResult line, Session session) => DoEach(line, session, "OP_DIRECTORY_GROUP_REMOVE", line.GetValue(_names)!, writer =>
    {
        if (line.GetValue(_users))
            writer.WriteBoolean("remove_users", true);
    });
}
