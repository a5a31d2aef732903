namespace Drover.Daemon.Settings;

/// <summary>Finds the name that somebody may have meant.</summary>
internal static class Suggestion
{
    /// <summary>A sentence part with the nearest name, or nothing when none is near.</summary>
    public static string For(string given, IEnumerable<string> names, string prefix = "")
    {
        var (name, distance) = names.Select(n => (Name: n, Distance: Distance(given, n))).MinBy(n => n.Distance);
        return distance <= Math.Max(2, given.Length / 3) ? $"; did you mean '{prefix}{name}'?" : "";
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
