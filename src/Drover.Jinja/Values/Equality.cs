using System.Numerics;

namespace Drover.Jinja.Values;

/// <summary>When Python takes two values for equal, and the hash that goes with it.</summary>
internal static class Equality
{
    public static bool Equal(object? left, object? right)
    {
        if (ReferenceEquals(left, right))
            return true;
        if (Numbers.Is(left) && Numbers.Is(right))
            return Numbers.Compare(left!, right!) == 0;
        return (left, right) switch
        {
            (string a, string b) => a == b,
            (ListValue a, ListValue b) => Equal(a.Items, b.Items),
            (TupleValue a, TupleValue b) => Equal(a.Items, b.Items),
            (DictValue a, DictValue b) => a.Entries.Count == b.Entries.Count
                && a.Entries.All(entry => b.TryGet(entry.Key, out var other) && Equal(entry.Value, other)),
            (DictView a, DictView b) => a.IsEqualTo(b),
            (RangeValue a, RangeValue b) => a.Count == b.Count && (a.Count == 0 || a.Start == b.Start && (a.Count == 1 || a.Step == b.Step)),
            (Undefined, Undefined) => true,
            _ => false,
        };
    }

    /// <exception cref="TemplateFault">The value is one that can change in Python, and so is no key.</exception>
    public static int Hash(object? value) => value switch
    {
        null => 0,
        bool flag => flag ? new BigInteger(1).GetHashCode() : BigInteger.Zero.GetHashCode(),
        BigInteger number => number.GetHashCode(),
        double number => double.IsFinite(number) && double.IsInteger(number) ? new BigInteger(number).GetHashCode() : number.GetHashCode(),
        string text => text.GetHashCode(StringComparison.Ordinal),
        TupleValue tuple => tuple.Items.Aggregate(17, (hash, item) => HashCode.Combine(hash, Hash(item))),
        ListValue or DictValue or DictView => throw new TemplateFault($"A value of type {TypeNames.Of(value)} cannot be a key."),
        Undefined => 1,
        RangeValue range => range.Count,
        _ => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(value),
    };

    private static bool Equal(IReadOnlyList<object?> left, IReadOnlyList<object?> right)
    {
        if (left.Count != right.Count)
            return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!Equal(left[i], right[i]))
                return false;
        }
        return true;
    }
}
