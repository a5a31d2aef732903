using System.Globalization;

namespace Drover.Kernel.Queries;

/// <summary>What tells one row of a resource from all others: a name in natural order, or a number.</summary>
public readonly record struct RowKey : IComparable<RowKey>
{
    public RowKey(string name) => Name = name;

    public RowKey(long number) => Number = number;

    /// <summary>The name; null when the key is a number.</summary>
    public string? Name { get; }

    public long Number { get; }

    public int CompareTo(RowKey other) =>
        Name is null && other.Name is null ? Number.CompareTo(other.Number) : NiceSort.CompareTotal(Name, other.Name);

    public static bool operator <(RowKey a, RowKey b) => a.CompareTo(b) < 0;
    public static bool operator >(RowKey a, RowKey b) => a.CompareTo(b) > 0;
    public static bool operator <=(RowKey a, RowKey b) => a.CompareTo(b) <= 0;
    public static bool operator >=(RowKey a, RowKey b) => a.CompareTo(b) >= 0;

    public override string ToString() => Name ?? Number.ToString(CultureInfo.InvariantCulture);
}
