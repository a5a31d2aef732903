using System.CommandLine;
using Drover.Cli.Words;

namespace Drover.Cli.Users;

/// <summary><c>drover mod user</c>: changes users of a machine; what is not named stays.</summary>
internal sealed class UserModifyVerb : DirectoryVerb
{
    private readonly Argument<string[]> _names;
    private readonly Option<string?> _gecos, _group, _shell, _add, _remove, _size;
    private readonly Option<bool> _lock, _unlock, _password, _draw;

    public UserModifyVerb()
        : base("user", "verb.mod-user")
    {
        _names = Several("LOGIN", "directory.logins");
        _gecos = Value("--gecos", "TEXT", "directory.gecos");
        _group = Value("--group", "GROUP", "directory.group");
        _shell = Value("--shell", "FILE", "directory.shell");
        _add = Value("--add-groups", "GROUPS", "directory.add-groups");
        _remove = Value("--del-groups", "GROUPS", "directory.del-groups");
        _lock = Flag("--lock", "directory.lock");
        _unlock = Flag("--unlock", "directory.unlock");
        _password = Flag("--password", "directory.password");
        _draw = Flag("--auto-password", "directory.auto-password");
        _size = Value("--password-size", "N", "directory.password-size");
    }

    public override IReadOnlyList<string> Examples => ["drover mod user ada --shell /bin/sh --add-groups team", "drover mod user ada --lock", "drover mod user ada --auto-password"];

    public override int Run(ParseResult line, Session session)
    {
        if (line.GetValue(_lock) && line.GetValue(_unlock))
            throw CliException.Usage(Language.Say("directory.lock-unlock"));
        if (line.GetValue(_password) && line.GetValue(_draw))
            throw CliException.Usage(Language.Say("directory.two-passwords"));
        if (new[] { _gecos, _group, _shell, _add, _remove }.All(option => line.GetValue(option) is null) && !new[] { _lock, _unlock, _password, _draw }.Any(line.GetValue))
            throw CliException.Usage(Language.Say("mod.no-change", "user"), Language.Say("mod.no-change.hint", "user"));
        var code = ExitCode.Ok;
        foreach (var name in line.GetValue(_names)!)
            code = ExitCode.Worse(code, Change(line, session, name));
        return code;
    }

    private int Change(ParseResult line, Session session, string name)
    {
        var size = Number("--password-size", line.GetValue(_size));
        var password = IsTrial(line) ? null : line.GetValue(_password) ? UserPassword.Read(session, name) : line.GetValue(_draw) ? UserPassword.Draw(session, size) : null;
        var code = Do(line, session, "OP_DIRECTORY_USER_SET", writer =>
        {
            writer.WriteString("name", name);
            Write(writer, "gecos", line.GetValue(_gecos));
            Write(writer, "group", line.GetValue(_group));
            Write(writer, "shell", line.GetValue(_shell));
            Write(writer, "password_sealed", password?.Sealed);
            if (line.GetValue(_lock) || line.GetValue(_unlock))
                writer.WriteBoolean("locked", line.GetValue(_lock));
            WriteList(writer, "add_groups", line.GetValue(_add));
            WriteList(writer, "remove_groups", line.GetValue(_remove));
        });
        if (code == ExitCode.Ok)
            password?.Tell(session, name, Form(line));
        return code;
    }
}
