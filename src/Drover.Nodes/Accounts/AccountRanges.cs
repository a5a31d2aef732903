using System.Globalization;

namespace Drover.Nodes.Accounts;

/// <summary>Numbers from one to another, both included.</summary>
/// <param name="First">The smallest.</param>
/// <param name="Last">The greatest.</param>
public sealed record IdRange(long First, long Last)
{
    /// <summary>Whether a number is one of these.</summary>
    public bool Has(long id) => id >= First && id <= Last;

    /// <summary>Reads <c>FIRST-LAST</c>; null when it is none.</summary>
    public static IdRange? Parse(string text) =>
        text.Split('-') is [var first, var last] && uint.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
        && uint.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to) && from <= to && to < uint.MaxValue
            ? new IdRange(from, to) : null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");
}

/// <summary>Which numbers are of which kind. What is in none of the ranges is restricted.</summary>
public sealed record AccountRanges
{
    /// <summary>Users that are people; default 1000 to 29999.</summary>
    public IdRange Users { get; init; } = new(1000, 29_999);

    /// <summary>Users that are services; default 300 to 999.</summary>
    public IdRange SystemUsers { get; init; } = new(300, 999);

    /// <summary>Groups of people; default 10000 to 29999.</summary>
    public IdRange Groups { get; init; } = new(10_000, 29_999);

    /// <summary>Groups of services, and helpers; default 300 to 9999.</summary>
    public IdRange SystemGroups { get; init; } = new(300, 9_999);

    /// <summary>The kind of a user.</summary>
    public AccountKind OfUser(long uid) => Users.Has(uid) ? AccountKind.Standard : SystemUsers.Has(uid) ? AccountKind.System : AccountKind.Restricted;

    /// <summary>The kind of a group.</summary>
    public AccountKind OfGroup(long gid) => Groups.Has(gid) ? AccountKind.Standard : SystemGroups.Has(gid) ? AccountKind.System : AccountKind.Restricted;
}
