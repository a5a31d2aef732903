using System.Collections.Immutable;
using Drover.Daemon.Settings;

namespace Drover.Daemon.Logging;

/// <summary>Which categories are traced, as Licorn's <c>LTRACE</c> says it: sets with <c>|</c> between them, each a name with names behind it, after <c>^</c>, that are left out. What is left out
/// of one set may be in another.</summary>
internal static class FacilitySet
{
    private const string All = "all";
    private const string None = "none";

    // Without what is said for each request of a client.
    private const string Standard = "std";

    private static readonly ImmutableSortedSet<string> s_all = [.. LogCategories.All];
    private static readonly ImmutableSortedSet<string> s_standard = s_all.Except(["http", "luxi", "lava", "lava-web", "clusterinit"]);

    /// <summary>Reads such a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="problem">What is wrong with it, and what could stand there; null when all is well.</param>
    public static ImmutableSortedSet<string> Read(string text, out string? problem)
    {
        problem = null;
        var result = ImmutableSortedSet<string>.Empty;
        foreach (var part in text.Split('|', StringSplitOptions.TrimEntries))
        {
            var names = part.Split('^', StringSplitOptions.TrimEntries);
            if (names.FirstOrDefault(name => Find(name) is null) is { } unknown)
            {
                var known = LogCategories.All.Concat([All, Standard, None]).ToList();
                problem = $"'{unknown}' is no facility{Suggestion.For(unknown, known)}; facilities are {string.Join(", ", known)}";
                return [];
            }
            result = result.Union(names.Skip(1).Aggregate(Find(names[0])!, (left, minus) => left.Except(Find(minus)!)));
        }
        return result;
    }

    private static ImmutableSortedSet<string>? Find(string name) => name switch
    {
        All => s_all,
        None => [],
        Standard => s_standard,
        _ => s_all.Contains(name) ? [name] : null,
    };
}
