using System.Globalization;
using Drover.Agent.Accounts.Files;
using Drover.Agent.Accounts.Lines;
using Drover.Nodes.Accounts;

namespace Drover.Agent.Accounts.Planning;

/// <summary>Users come, change and go.</summary>
internal sealed class UserChanges(AccountBook book, AccountOptions options, FreeIds ids, MemberChanges members, TimeProvider clock)
{
    private const string Locked = "!", InShadow = "x";

    private static readonly string[] s_alwaysShells = ["/usr/sbin/nologin", "/sbin/nologin", "/bin/false", "/usr/bin/false"];

    public void Add(AddUser change)
    {
        var login = change.Login;
        AccountPlanner.Check(AccountNames.LoginProblem(login));
        if (book.Find(AccountFile.Passwd, login) is { } there)
        {
            AddAgain(change, book.User(login), there.Id(2) ?? 0);
            return;
        }
        if (!change.IsForced && book.Find(AccountFile.Group, login) is not null)
            throw AccountException.Kept($"there is a group '{login}': a user of the same name is easily taken for it; say --force if that is meant");
        var gecos = change.Gecos ?? "";
        AccountPlanner.Check(AccountNames.TextProblem("the full name", gecos));
        CheckHash(change.PasswordHash);
        var (uid, gid) = (ids.User(change.Uid, change.IsSystem), PrimaryGroup(change.Group ?? options.UsersGroup));
        var home = Home(change);
        var shell = change.Shell ?? options.Shell;
        CheckShell(shell);
        var hash = change.PasswordHash ?? Locked;
        var hasShadow = book[AccountFile.Shadow] is not null;
        book.Put(AccountFile.Passwd, login, login, hasShadow ? InShadow : hash, Text(uid), Text(gid), RawText.Of(gecos), RawText.Of(home), RawText.Of(shell));
        book.Put(AccountFile.Shadow, login, login, hash, Entry.Day(clock.GetUtcNow()), "0", "99999", "7", "", "", "");
        foreach (var group in change.Groups)
            members.Add(group, login, change.IsForced);
    }

    public void Set(SetUser change)
    {
        var user = book.User(change.Login);
        AccountPlanner.CheckRestricted(options.Ranges.OfUser(user.Id(2) ?? 0), $"the user '{change.Login}'", change.IsForced);
        if (change.Gecos is { } gecos)
        {
            AccountPlanner.Check(AccountNames.TextProblem("the full name", gecos));
            user.Set(4, RawText.Of(gecos));
        }
        if (change.Shell is { } shell)
        {
            CheckShell(shell);
            user.Set(6, RawText.Of(shell));
        }
        if (change.Group is { } group)
            user.Set(3, Text(PrimaryGroup(group)));
        if (change.PasswordHash is { } hash)
            SetPassword(change.Login, user, hash);
        if (change.Lock is { } isLocked)
            SetLock(change.Login, user, isLocked);
    }

    public void Remove(RemoveUser change)
    {
        if (change.MayBeGone && book.Find(AccountFile.Passwd, change.Login) is null)
        {
            book.Notes.Add($"there is no user '{change.Login}' any more");
            return;
        }
        var user = book.User(change.Login);
        AccountPlanner.CheckRestricted(options.Ranges.OfUser(user.Id(2) ?? 0), $"the user '{change.Login}'", change.IsForced);
        if (!change.IsForced && book.Find(AccountFile.Group, options.AdminGroup) is { } admins && (admins.Has(3, change.Login) || admins.Id(2) == user.Id(3)))
            throw AccountException.Kept($"'{change.Login}' is an administrator, a member of '{options.AdminGroup}'; say --force if that is meant");
        Drop(change.Login);
    }

    /// <summary>Takes a user out of all files.</summary>
    public void Drop(string login)
    {
        book.Drop(AccountFile.Passwd, login);
        book.Drop(AccountFile.Shadow, login);
        members.RemoveEverywhere(login);
        book.Removes = true;
    }

    private void AddAgain(AddUser change, Entry user, long uid)
    {
        if (options.Ranges.OfUser(uid) is var kind && (kind == AccountKind.Standard) == change.IsSystem)
            throw AccountException.Exists($"there is a user '{change.Login}', a {kind.ToString().ToLowerInvariant()} one");
        if (change.Uid is { } wanted && wanted != user.Id(2))
            throw AccountException.Exists($"there is a user '{change.Login}', with uid {user.Id(2)}");
        book.Notes.Add($"there is a user '{change.Login}' already, which stays as it is");
        foreach (var group in change.Groups)
            members.Add(group, change.Login, change.IsForced);
    }

    private void SetPassword(string login, Entry user, string hash)
    {
        CheckHash(hash);
        if (Shadow(login, user) is not { } shadow)
        {
            user.Set(1, IsLocked(user[1]) ? Locked + hash : hash);
            return;
        }
        shadow.Set(1, IsLocked(shadow[1]) && shadow[1] != Locked ? Locked + hash : hash);
        shadow.Set(2, Entry.Day(clock.GetUtcNow()));
    }

    private void SetLock(string login, Entry user, bool isLocked)
    {
        var secret = Shadow(login, user) ?? user;
        var now = secret[1];
        if (IsLocked(now) == isLocked)
            book.Notes.Add($"'{login}' is {(isLocked ? "locked" : "unlocked")} already");
        else if (isLocked)
            secret.Set(1, Locked + now);
        else if (now.TrimStart('!') is { Length: > 0 } hash && hash is not "*")
            secret.Set(1, hash);
        else
            throw AccountException.WrongState($"'{login}' has no password: unlocked, anybody would come in. Give it a password first");
    }

    /// <summary>The line of shadow that has the password of a user; null where passwd has it.</summary>
    private Entry? Shadow(string login, Entry user) => book[AccountFile.Shadow] is null || user[1] != InShadow ? null
        : book.Whole(AccountFile.Shadow, login, 9) ?? throw AccountException.WrongState($"there is no line of '{login}' in shadow, and passwd says that its password stands there: pwconv makes one");

    private static bool IsLocked(string secret) => secret.StartsWith('!');

    private long PrimaryGroup(string name) => book.GroupOf(name).Id(2) ?? throw AccountException.WrongState($"the group '{name}' has no number: mend its line first");

    private string Home(AddUser change)
    {
        if (!change.IsSystem)
            return change.Home is null ? $"{options.Homes}/{change.Login}" : throw AccountException.WrongInput($"the home of a standard user is always {options.Homes}/{change.Login}: leave it out");
        var home = change.Home ?? $"/var/lib/{change.Login}";
        AccountPlanner.Check(AccountNames.PathProblem("the home", home));
        if (!(IsBelow(home, "/home") || IsBelow(home, "/var")) || IsBelow(home, "/home/groups") || home.Contains("/tmp", StringComparison.Ordinal))
            throw AccountException.WrongInput($"the home of a system user is below /home or /var, not below /home/groups, and not temporary: '{home}' is none");
        foreach (var other in book.Entries(AccountFile.Passwd))
            if (other[5] == RawText.Of(home))
                throw AccountException.Exists($"'{home}' is the home of '{other.Name}'");
        return home;
    }

    private static bool IsBelow(string path, string folder) => path.StartsWith(folder + "/", StringComparison.Ordinal) && path.Length > folder.Length + 1;

    /// <summary>A shell that is not on the list keeps its user out of much, and of everything when it is no program.</summary>
    private void CheckShell(string shell)
    {
        AccountPlanner.Check(AccountNames.PathProblem("the shell", shell));
        if (s_alwaysShells.Contains(shell))
            return;
        var list = Path.Combine(options.Directory, "shells");
        if (!File.Exists(list))
            return;
        var shells = File.ReadLines(list).Select(line => line.Trim()).Where(line => line.StartsWith('/')).ToList();
        if (!shells.Contains(shell))
            throw AccountException.WrongInput($"the shell '{shell}' is not one of {list}: {string.Join(", ", shells)}");
    }

    private static void CheckHash(string? hash)
    {
        if (hash is not null && (hash.Length is < 13 or > 384 || hash.Any(c => c is <= ' ' or > '~' or ':' or '*' or '!' or ';' or '\\')))
            throw AccountException.WrongInput("the password is no hash as in crypt(5)");
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
