namespace Drover;

/// <summary>Finds the name that somebody may have meant.</summary>
public static class NearestName
{
    /// <summary>The nearest of some names by letters that are added, left out, changed or swapped; null when none is near.</summary>
    public static string? Of(string given, IEnumerable<string> names)
    {
        var (name, distance) = names.Select(n => (Name: n, Distance: Distance(given, n))).DefaultIfEmpty((given, int.MaxValue)).MinBy(n => n.Item2);
        return distance <= Math.Max(2, given.Length / 3) ? name : null;
    }

    /// <summary>Fewest letters to add, remove, change or swap (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
            for (var j = 1; j <= b.Length; j++)
            {
                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        return d[a.Length, b.Length];
    }
}
