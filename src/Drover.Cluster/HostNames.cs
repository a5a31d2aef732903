namespace Drover.Cluster;

/// <summary>Names of clusters and nodes, by the rules of host names (RFC 1123).</summary>
internal static class HostNames
{
    private const int Longest = 255, LongestLabel = 63;

    /// <summary>What is wrong with a name, or null.</summary>
    public static string? Problem(string name)
    {
        if (name.Length is 0 or > Longest)
            return $"a name has 1 to {Longest} characters";
        foreach (var label in name.Split('.'))
        {
            if (label.Length is 0 or > LongestLabel)
                return $"'{name}' is no host name: each part between dots has 1 to {LongestLabel} characters";
            if (label.StartsWith('-') || label.EndsWith('-') || label.AsSpan().ContainsAnyExcept(s_allowed))
                return $"'{name}' is no host name: its parts hold letters, digits, underscores and, inside, hyphens";
        }
        return null;
    }

    private static readonly System.Buffers.SearchValues<char> s_allowed =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");
}
