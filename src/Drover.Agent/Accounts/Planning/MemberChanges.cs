using Drover.Agent.Accounts.Files;
using Drover.Nodes.Accounts;

namespace Drover.Agent.Accounts.Planning;

/// <summary>Who is in which group.</summary>
internal sealed class MemberChanges(AccountBook book, AccountOptions options)
{
    private const int Members = 3;

    // Guest, member, responsible user: the more, the later.
    private static readonly string[] s_roles = ["guest", "member", "responsible user"];

    public void Set(SetMembers change)
    {
        var group = book.GroupOf(change.Group);
        foreach (var login in change.Remove)
            if (group.Has(Members, login))
                Put(change.Group, login, isIn: false);
            else
                book.Notes.Add($"'{login}' is no member of '{change.Group}'");
        foreach (var login in change.Add)
            Add(change.Group, login, change.IsForced);
    }

    /// <summary>Makes a user a member of a group.</summary>
    public void Add(string group, string login, bool isForced)
    {
        var (user, line) = (book.User(login), book.GroupOf(group));
        if (line.Has(Members, login) || (user.Id(3) is { } primary && line.Id(2) == primary))
        {
            book.Notes.Add($"'{login}' is in '{group}' already");
            return;
        }
        Leave(group, login, isForced);
        Put(group, login, isIn: true);
        if (AccountNames.HelperOf(group) is null && options.Ranges.OfGroup(line.Id(2) ?? 0) == AccountKind.Standard)
            JoinUsers(user, login);
    }

    /// <summary>Takes a user out of all groups.</summary>
    public void RemoveEverywhere(string login)
    {
        foreach (var entry in book.Entries(AccountFile.Group).ToList())
            if (entry.Has(Members, login))
                entry.Change(Members, login, isIn: false);
        foreach (var entry in book.Entries(AccountFile.GroupShadow).ToList())
            foreach (var field in new[] { 2, Members })
                if (entry.Has(field, login))
                    entry.Change(field, login, isIn: false);
    }

    /// <summary>Who gets another role in a group loses the one that he has.</summary>
    private void Leave(string group, string login, bool isForced)
    {
        var standard = AccountNames.HelperOf(group) is { } of && book.Find(AccountFile.Group, of) is not null ? of : group;
        string[] groups = [AccountNames.Guests + standard, standard, AccountNames.Responsible + standard];
        var role = Array.IndexOf(groups, group);
        for (var other = 0; other < groups.Length; other++)
        {
            if (other == role || book.Find(AccountFile.Group, groups[other]) is not { } line || !line.Has(Members, login))
                continue;
            if (other > role && !isForced)
                throw AccountException.Kept($"'{login}' is a {s_roles[other]} of '{standard}', and would be a {s_roles[role]} only; say --force if that is meant");
            Put(groups[other], login, isIn: false);
            book.Notes.Add($"'{login}' is no {s_roles[other]} of '{standard}' any more");
        }
    }

    private void JoinUsers(Entry user, string login)
    {
        if (book.Find(AccountFile.Group, options.UsersGroup) is { } users && users.Id(2) != user.Id(3) && !users.Has(Members, login))
            Put(options.UsersGroup, login, isIn: true);
    }

    private void Put(string group, string login, bool isIn)
    {
        book.GroupOf(group).Change(Members, login, isIn);
        book.Whole(AccountFile.GroupShadow, group, 4)?.Change(Members, login, isIn);
    }
}
