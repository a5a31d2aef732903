using System.CommandLine;
using Drover.Cli.Words;

namespace Drover.Cli.Users;

/// <summary><c>drover add user</c>: a user of a machine, with a password that is drawn and told once.</summary>
internal sealed class UserAddVerb : DirectoryVerb
{
    private readonly Argument<string[]> _names;
    private readonly Option<string?> _first, _last, _gecos, _uid, _group, _groups, _home, _shell, _size;
    private readonly Option<bool> _system, _password, _disabled;

    public UserAddVerb()
        : base("user", "verb.add-user")
    {
        _names = Several("LOGIN", "directory.new-logins", atLeastOne: false);
        _first = Value("--firstname", "NAME", "directory.firstname");
        _last = Value("--lastname", "NAME", "directory.lastname");
        _gecos = Value("--gecos", "TEXT", "directory.gecos");
        _uid = Value("--uid", "N", "directory.uid");
        _group = Value("--group", "GROUP", "directory.group");
        _groups = Value("--groups", "GROUPS", "directory.groups");
        _home = Value("--home", "DIR", "directory.home");
        _shell = Value("--shell", "FILE", "directory.shell");
        _system = Flag("--system", "directory.system-user");
        _password = Flag("--password", "directory.password");
        _size = Value("--password-size", "N", "directory.password-size");
        _disabled = Flag("--disabled-password", "directory.disabled-password");
    }

    public override IReadOnlyList<string> Examples => ["drover add user ada --gecos 'Ada Löw' --groups team", "drover add user --firstname Ada --lastname Löw", "drover add user backup2 --system --disabled-password"];

    public override int Run(ParseResult line, Session session)
    {
        var names = line.GetValue(_names)!;
        if (names.Length == 0 && line.GetValue(_first) is null && line.GetValue(_last) is null && line.GetValue(_gecos) is null)
            throw CliException.Usage(Language.Say("directory.no-login"), Language.Say("directory.no-login.hint"));
        if (line.GetValue(_disabled) && (line.GetValue(_password) || line.GetValue(_size) is not null))
            throw CliException.Usage(Language.Say("directory.two-passwords"));
        var code = ExitCode.Ok;
        foreach (var name in names.Length == 0 ? new string?[] { null } : names)
            code = ExitCode.Worse(code, Add(line, session, name));
        return code;
    }

    private int Add(ParseResult line, Session session, string? name)
    {
        var (uid, size) = (Number("--uid", line.GetValue(_uid)), Number("--password-size", line.GetValue(_size)));
        var shown = name ?? line.GetValue(_gecos) ?? $"{line.GetValue(_first)} {line.GetValue(_last)}".Trim();
        var password = line.GetValue(_disabled) || IsTrial(line) ? null : line.GetValue(_password) ? UserPassword.Read(session, shown) : UserPassword.Draw(session, size);
        var code = Do(line, session, "OP_DIRECTORY_USER_ADD", writer =>
        {
            Write(writer, "name", name);
            Write(writer, "firstname", line.GetValue(_first));
            Write(writer, "lastname", line.GetValue(_last));
            Write(writer, "gecos", line.GetValue(_gecos));
            if (uid is { } number)
                writer.WriteNumber("uid", number);
            Write(writer, "group", line.GetValue(_group));
            WriteList(writer, "groups", line.GetValue(_groups));
            Write(writer, "home", line.GetValue(_home));
            Write(writer, "shell", line.GetValue(_shell));
            Write(writer, "password_sealed", password?.Sealed);
            if (line.GetValue(_system))
                writer.WriteBoolean("system", true);
        });
        if (code == ExitCode.Ok)
            password?.Tell(session, shown, Form(line));
        return code;
    }
}
