using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Drover.Nodes.Accounts;

/// <summary>The accounts of a machine at one moment.</summary>
/// <param name="Version">Grows with each view; 0 before the files were read.</param>
/// <param name="Users">Users in the order of their file.</param>
/// <param name="Groups">Groups in the order of their file.</param>
/// <param name="Problems">What is wrong with the files.</param>
public sealed record AccountsView(long Version, ImmutableArray<UserRow> Users, ImmutableArray<UserGroupRow> Groups, ImmutableArray<AccountProblem> Problems)
{
    private FrozenDictionary<string, UserGroupRow>? _groupsByName;

    /// <summary>Before the files were read.</summary>
    public static AccountsView None { get; } = new(0, [], [], []);

    /// <summary>The last changes that others made to the files, the oldest first.</summary>
    public ImmutableArray<OutsideChange> Outside { get; init; } = [];

    /// <summary>Why the files cannot be read or watched; null when they can.</summary>
    public string? Failure { get; init; }

    /// <summary>A group by name; null when there is none.</summary>
    public UserGroupRow? FindGroup(string name) => (_groupsByName ??= Groups.ToFrozenDictionary(group => group.Name, StringComparer.Ordinal)).GetValueOrDefault(name);
}
