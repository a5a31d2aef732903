namespace Drover;

/// <summary>Natural order of names: runs of digits compare as numbers, so that <c>node2</c> comes before <c>node10</c>. A name is
/// seen as up to eight alternating groups of digits and other characters; what is left after them compares as text. Digits come before
/// other characters where one name has a number and the other has not. Texts compare by code point.</summary>
public static class NiceSort
{
    private const int Groups = 8;

    /// <summary><see cref="CompareTotal"/> as a comparer.</summary>
    public static IComparer<string?> Comparer { get; } = Comparer<string?>.Create(CompareTotal);

    /// <summary>Compares in natural order. Different names may be equal (<c>a1</c> and <c>a01</c>).</summary>
    public static int Compare(string? left, string? right) => Compare(left.AsSpan(), right.AsSpan());

    /// <summary>Natural order with ties broken by code point: equal only for the same text.</summary>
    public static int CompareTotal(string? left, string? right) =>
        Compare(left, right) is var order and not 0 ? order : CompareText(left, right);

    private static int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        for (var group = 0; group < Groups && left.Length > 0 && right.Length > 0; group++)
        {
            var leftIsNumber = char.IsAsciiDigit(left[0]);
            if (leftIsNumber != char.IsAsciiDigit(right[0])) return leftIsNumber ? -1 : 1;
            var leftLength = RunLength(left, leftIsNumber);
            var rightLength = RunLength(right, leftIsNumber);
            var order = leftIsNumber
                ? CompareDigits(left[..leftLength], right[..rightLength])
                : CompareText(left[..leftLength], right[..rightLength]);
            if (order != 0) return order;
            left = left[leftLength..];
            right = right[rightLength..];
        }
        return CompareText(left, right);
    }

    private static int RunLength(ReadOnlySpan<char> text, bool digits)
    {
        var end = digits ? text.IndexOfAnyExceptInRange('0', '9') : text.IndexOfAnyInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    private static int CompareDigits(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        left = left.TrimStart('0');
        right = right.TrimStart('0');
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);
    }

    /// <summary>Order by code point, which differs from the order of UTF-16 units only where one side has a surrogate.</summary>
    public static int CompareText(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var at = left.CommonPrefixLength(right);
        if (at == left.Length || at == right.Length) return left.Length.CompareTo(right.Length);
        var (a, b) = (left[at], right[at]);
        // A surrogate stands for a code point beyond the first plane, which comes after all others.
        if (char.IsSurrogate(a) != char.IsSurrogate(b)) return char.IsSurrogate(a) ? 1 : -1;
        return a.CompareTo(b);
    }
}
