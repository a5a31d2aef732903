using System.Globalization;
using Drover.Agent.Accounts.Files;
using Drover.Agent.Accounts.Lines;
using Drover.Nodes.Accounts;

namespace Drover.Agent.Accounts.Planning;

/// <summary>Groups come, change and go.</summary>
internal sealed class GroupChanges(AccountBook book, AccountOptions options, FreeIds ids, UserChanges users)
{
    private const string NoPassword = "!", InShadow = "x";

    public void Add(AddGroup change)
    {
        AccountPlanner.Check(AccountNames.GroupProblem(change.Name));
        var description = change.Description ?? $"members of group {change.Name}";
        AccountPlanner.Check(AccountNames.TextProblem("the description", description));
        AccountPlanner.Check(change.Skeleton is { Length: > 0 } path ? AccountNames.PathProblem("the skeleton", path) : null);
        if (book.Find(AccountFile.Group, change.Name) is not null)
            CheckAgain(change, book.GroupOf(change.Name).Id(2));
        else if (!change.IsForced && book.Find(AccountFile.Passwd, change.Name) is not null)
            throw AccountException.Kept($"there is a user '{change.Name}': a group of the same name is easily taken for it; say --force if that is meant");
        if (!change.IsSystem)
            foreach (var helper in Helpers(change.Name))
                Complete(helper, null, isSystem: true);
        Complete(change.Name, change.Gid, change.IsSystem);
        if (book.Find(AccountFile.Descriptions, change.Name) is null)
            book.Put(AccountFile.Descriptions, change.Name, change.Name, RawText.Of(description), RawText.Of(change.IsSystem ? "" : change.Skeleton ?? options.Skeleton));
    }

    public void Set(SetGroup change)
    {
        var group = book.GroupOf(change.Name);
        AccountPlanner.CheckRestricted(options.Ranges.OfGroup(group.Id(2) ?? 0), $"the group '{change.Name}'", change.IsForced);
        var known = book.Whole(AccountFile.Descriptions, change.Name, 3);
        if (change.Description is { } description)
            AccountPlanner.Check(AccountNames.TextProblem("the description", description));
        if (change.Skeleton is { Length: > 0 } skeleton)
            AccountPlanner.Check(AccountNames.PathProblem("the skeleton", skeleton));
        if (change.Skeleton is not null && options.Ranges.OfGroup(group.Id(2) ?? 0) != AccountKind.Standard)
            throw AccountException.WrongInput($"'{change.Name}' is a system group, which has no skeleton");
        book.Put(AccountFile.Descriptions, change.Name, change.Name, Or(change.Description, known?[1]), Or(change.Skeleton, known?[2]));
    }

    public void Remove(RemoveGroup change)
    {
        if (change.MayBeGone && book.Find(AccountFile.Group, change.Name) is null)
        {
            book.Notes.Add($"there is no group '{change.Name}' any more");
            return;
        }
        var group = book.GroupOf(change.Name);
        if (AccountNames.HelperOf(change.Name) is { } of && book.Find(AccountFile.Group, of) is not null)
            throw AccountException.WrongState($"'{change.Name}' is a helper of '{of}', and goes with it");
        AccountPlanner.CheckRestricted(options.Ranges.OfGroup(group.Id(2) ?? 0), $"the group '{change.Name}'", change.IsForced);
        var primary = book.Entries(AccountFile.Passwd).Where(user => user.Id(3) is { } gid && gid == group.Id(2)).Select(user => user.Name).ToList();
        if (primary.Count > 0 && !change.RemovesUsers)
            throw AccountException.WrongState($"it is the primary group of {Some(primary)}: give them another with 'drover mod user --group', or say --del-users if they are to go too");
        foreach (var login in primary)
            users.Remove(new RemoveUser(login) { IsForced = change.IsForced });
        foreach (var name in (string[])[change.Name, .. Helpers(change.Name)])
        {
            book.Drop(AccountFile.Group, name);
            book.Drop(AccountFile.GroupShadow, name);
            book.Drop(AccountFile.Descriptions, name);
        }
    }

    private static string[] Helpers(string name) => [AccountNames.Guests + name, AccountNames.Responsible + name];

    private static string Or(string? text, string? raw) => text is null ? raw ?? "" : RawText.Of(text);

    private static string Some(List<string> names) => names.Count <= 5 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(5))} and {names.Count - 5} more";

    private void CheckAgain(AddGroup change, long? gid)
    {
        if (options.Ranges.OfGroup(gid ?? 0) is var kind && (kind == AccountKind.Standard) == change.IsSystem)
            throw AccountException.Exists($"there is a group '{change.Name}', a {kind.ToString().ToLowerInvariant()} one");
        if (change.Gid is { } wanted && wanted != gid)
            throw AccountException.Exists($"there is a group '{change.Name}', with gid {gid}");
        book.Notes.Add($"there is a group '{change.Name}' already, which gets only what it lacks");
    }

    private void Complete(string name, long? wanted, bool isSystem)
    {
        if (book.Find(AccountFile.Group, name) is null)
            book.Put(AccountFile.Group, name, name, book[AccountFile.GroupShadow] is null ? "" : InShadow, ids.Group(wanted, isSystem).ToString(CultureInfo.InvariantCulture), "");
        if (book.Find(AccountFile.GroupShadow, name) is null)
            book.Put(AccountFile.GroupShadow, name, name, NoPassword, "", book.GroupOf(name)[3]);
    }
}
