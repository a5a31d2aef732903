namespace Drover.Kernel.Locks;

/// <summary>Names as people count: runs of digits compare as numbers, so that <c>node2</c> comes before <c>node10</c>.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public static NaturalOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> a = x, b = y;
        while (!a.IsEmpty && !b.IsEmpty)
        {
            int digitsA = Digits(a), digitsB = Digits(b);
            if (digitsA == 0 || digitsB == 0)
            {
                if (a[0] != b[0])
                    return a[0].CompareTo(b[0]);
                a = a[1..];
                b = b[1..];
                continue;
            }

            ReadOnlySpan<char> numberA = a[..digitsA].TrimStart('0'), numberB = b[..digitsB].TrimStart('0');
            var order = numberA.Length != numberB.Length
                ? numberA.Length.CompareTo(numberB.Length)
                : numberA.SequenceCompareTo(numberB);
            if (order != 0)
                return order;
            a = a[digitsA..];
            b = b[digitsB..];
        }

        var rest = a.Length.CompareTo(b.Length);
        return rest != 0 ? rest : string.CompareOrdinal(x, y);
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }
}
