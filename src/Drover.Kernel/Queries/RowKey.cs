using System.Globalization;

namespace Drover.Kernel.Queries;

/// <summary>What tells one row of a resource from all others: a name in natural order, or a number.</summary>
public readonly record struct RowKey : IComparable<RowKey>
{
    /// <summary>A row that has a name.</summary>
    public RowKey(string name) => Name = name;

    /// <summary>A row that has a number.</summary>
    public RowKey(long number) => Number = number;

    /// <summary>The name; null when the key is a number.</summary>
    public string? Name { get; }

    /// <summary>The number; 0 for a row with a name.</summary>
    public long Number { get; }

    /// <inheritdoc/>
    public int CompareTo(RowKey other) =>
        Name is null && other.Name is null ? Number.CompareTo(other.Number) : NiceSort.CompareTotal(Name, other.Name);

    /// <summary>Whether the first one comes before the second.</summary>
    public static bool operator <(RowKey a, RowKey b) => a.CompareTo(b) < 0;

    /// <summary>Whether the first one comes after the second.</summary>
    public static bool operator >(RowKey a, RowKey b) => a.CompareTo(b) > 0;

    /// <summary>Whether the first one does not come after the second.</summary>
    public static bool operator <=(RowKey a, RowKey b) => a.CompareTo(b) <= 0;

    /// <summary>Whether the first one does not come before the second.</summary>
    public static bool operator >=(RowKey a, RowKey b) => a.CompareTo(b) >= 0;

    /// <inheritdoc/>
    public override string ToString() => Name ?? Number.ToString(CultureInfo.InvariantCulture);
}
