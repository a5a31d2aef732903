using Drover.Nodes.Accounts;

namespace Drover.Agent.Accounts.Reading;

/// <summary>What really differs between two views: accounts that came or went, and fields with what they were and are.</summary>
internal static class ViewDifference
{
    private const string Users = "user", Groups = "user-group";

    private static readonly (string Name, Func<UserRow, string?> Value)[] s_userFields =
    [
        ("uid", user => Text(user.Uid)), ("gid", user => Text(user.Gid)), ("gecos", user => user.Gecos), ("home", user => user.Home), ("shell", user => user.Shell),
        ("locked", user => user.IsLocked ? "yes" : "no"),
    ];

    private static readonly (string Name, Func<UserGroupRow, string?> Value)[] s_groupFields =
    [
        ("gid", group => Text(group.Gid)), ("description", group => group.Description), ("skeleton", group => group.Skeleton), ("members", group => string.Join(',', group.Members)),
    ];

    /// <param name="before">What was known.</param>
    /// <param name="after">What is known now; its version is that of the changes.</param>
    /// <param name="passwords">Logins whose password is another one.</param>
    public static IEnumerable<OutsideChange> Between(AccountsView before, AccountsView after, IReadOnlySet<string> passwords)
    {
        foreach (var change in Rows(Users, before.Users, after.Users, user => user.Login, s_userFields, after.Version))
            yield return change;
        var known = before.Users.Select(user => user.Login).ToHashSet(StringComparer.Ordinal);
        foreach (var user in after.Users.Where(user => passwords.Contains(user.Login) && known.Contains(user.Login)))
            yield return new OutsideChange(after.Version, Users, user.Login, "password", null, null);
        foreach (var change in Rows(Groups, before.Groups, after.Groups, group => group.Name, s_groupFields, after.Version))
            yield return change;
    }

    private static IEnumerable<OutsideChange> Rows<T>(
        string what, IReadOnlyList<T> before, IReadOnlyList<T> after, Func<T, string> name, (string Name, Func<T, string?> Value)[] fields, long version)
    {
        var old = before.ToDictionary(name, StringComparer.Ordinal);
        foreach (var row in after)
        {
            if (!old.Remove(name(row), out var was))
            {
                yield return new OutsideChange(version, what, name(row), null, null, Summary(row, fields));
                continue;
            }
            foreach (var field in fields)
                if (field.Value(was) is var from && field.Value(row) is var to && from != to)
                    yield return new OutsideChange(version, what, name(row), field.Name, from, to);
        }
        foreach (var (gone, row) in old)
            yield return new OutsideChange(version, what, gone, null, Summary(row, fields), null);
    }

    private static string Summary<T>(T row, (string Name, Func<T, string?> Value)[] fields) =>
        string.Join(", ", fields.Select(field => (field.Name, Value: field.Value(row))).Where(field => field.Value is { Length: > 0 }).Select(field => $"{field.Name} {field.Value}"));

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
