namespace Drover.Locks;

/// <summary>One lock: a member of a level, or the level as a whole.</summary>
/// <param name="Level">Name of a <see cref="LockLevel"/>.</param>
/// <param name="Member">Name of the member, or null for all members, present and future.</param>
public readonly record struct LockName(string Level, string? Member)
{
    /// <summary>What stands in listings in the place of a member for the whole level.</summary>
    public const string WholeLevel = "[lockset]";

    /// <summary>Byte order; the whole level comes before its members.</summary>
    internal int CompareTo(LockName other)
    {
        var byLevel = string.CompareOrdinal(Level, other.Level);
        return byLevel != 0 ? byLevel : string.CompareOrdinal(Member, other.Member);
    }

    /// <summary>The name in listings: <c>node/a</c>, <c>node/[lockset]</c>.</summary>
    public override string ToString() => $"{Level}/{Member ?? WholeLevel}";
}
