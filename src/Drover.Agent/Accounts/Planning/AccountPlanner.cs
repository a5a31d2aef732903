using Drover.Nodes.Accounts;

namespace Drover.Agent.Accounts.Planning;

/// <summary>Makes changes in a book, by the rules.</summary>
/// <param name="book">The files as they are, which become what they are to be.</param>
/// <param name="options">The rules' figures.</param>
/// <param name="clock">When a password is set.</param>
internal sealed class AccountPlanner(AccountBook book, AccountOptions options, TimeProvider clock)
{
    /// <summary>Makes one change.</summary>
    /// <exception cref="AccountException">It is not made, nor are those before it.</exception>
    public void Make(AccountChange change)
    {
        var (members, ids) = (new MemberChanges(book, options), new FreeIds(book, options.Ranges));
        var users = new UserChanges(book, options, ids, members, clock);
        switch (change)
        {
            case AddUser add:
                users.Add(add);
                break;
            case SetUser set:
                users.Set(set);
                break;
            case RemoveUser remove:
                users.Remove(remove);
                break;
            case AddGroup add:
                new GroupChanges(book, options, ids, users).Add(add);
                break;
            case SetGroup set:
                new GroupChanges(book, options, ids, users).Set(set);
                break;
            case RemoveGroup remove:
                new GroupChanges(book, options, ids, users).Remove(remove);
                break;
            case SetMembers set:
                members.Set(set);
                break;
            default:
                throw AccountException.WrongInput($"this machine knows no change '{change.GetType().Name}': give it a newer version");
        }
    }

    /// <summary>Refuses what is restricted, unless that is meant.</summary>
    public static void CheckRestricted(AccountKind kind, string what, bool isForced)
    {
        if (kind == AccountKind.Restricted && !isForced)
            throw AccountException.Kept($"{what} belongs to the distribution; say --force if that is meant");
    }

    /// <summary>Refuses a text that is none.</summary>
    public static void Check(string? problem)
    {
        if (problem is not null)
            throw AccountException.WrongInput(problem);
    }
}
