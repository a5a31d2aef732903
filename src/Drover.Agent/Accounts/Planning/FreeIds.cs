using Drover.Agent.Accounts.Files;
using Drover.Nodes.Accounts;

namespace Drover.Agent.Accounts.Planning;

/// <summary>Numbers for new accounts.</summary>
internal sealed class FreeIds(AccountBook book, AccountRanges ranges)
{
    /// <summary>The number of a new user: the one that is asked for, or the smallest that is free.</summary>
    /// <exception cref="AccountException">It is taken, out of the range of its kind, or none is free.</exception>
    public long User(long? wanted, bool isSystem) => Choose(AccountFile.Passwd, "uid", "user", wanted, isSystem, ranges.Users, ranges.SystemUsers);

    /// <summary>The number of a new group.</summary>
    /// <exception cref="AccountException">It is taken, out of the range of its kind, or none is free.</exception>
    public long Group(long? wanted, bool isSystem) => Choose(AccountFile.Group, "gid", "group", wanted, isSystem, ranges.Groups, ranges.SystemGroups);

    private long Choose(AccountFile file, string word, string what, long? wanted, bool isSystem, IdRange standard, IdRange system)
    {
        var range = isSystem ? system : standard;
        if (wanted is { } id)
        {
            // A taken one is told as such, in whatever range: system accounts of the distribution lie below all.
            foreach (var entry in book.Entries(file))
                if (entry.Id(2) == id)
                    throw AccountException.Exists($"{word} {id} is taken by the {what} '{entry.Name}'");
            return range.Has(id) ? id : throw AccountException.WrongInput($"{word} {id} is out of the range of a {(isSystem ? "system" : "standard")} {what}: standard {what}s have {standard}, system {what}s {system}");
        }
        var taken = new HashSet<long>();
        foreach (var entry in book.Entries(file))
            if (entry.Id(2) is { } used)
                taken.Add(used);
        // What users have as their group is not given to a group that is not theirs.
        if (file == AccountFile.Group)
            foreach (var entry in book.Entries(AccountFile.Passwd))
                if (entry.Id(3) is { } used)
                    taken.Add(used);
        for (var free = range.First; free <= range.Last; free++)
            if (!taken.Contains(free))
                return free;
        throw AccountException.WrongState($"no {word} of {range} is free for a {(isSystem ? "system" : "standard")} {what}: widen the range in the settings");
    }
}
