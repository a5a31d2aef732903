using Drover.Cli.CommandLine;
using Drover.Cli.Door;

namespace Drover.Cli.Listing;

/// <summary>Finds the resource that a word means: singular, plural, or a beginning that fits one only.</summary>
internal static class ResourceNames
{
    /// <summary>Resources of the usual daemon: a whole name of them is not asked for, which saves a request. Groups alone are those of nodes.</summary>
    public static readonly string[] Known = ["job", "lock", "node", "group", "instance", "network", "export", "filter", "cluster", "tag", "event", "service-group", "process"];

    public static string Resolve(DaemonDoor door, string word)
    {
        var lower = word.ToLowerInvariant();
        if (Exact(lower, Known) is { } known)
            return known;

        using var answer = door.Get("/v1/query");
        var names = answer.RootElement.GetProperty("resources").EnumerateArray().Select(r => r.GetProperty("name").GetString()!).ToArray();
        if (Exact(lower, names) is { } exact)
            return exact;
        var fitting = names.Where(n => Plural(n).StartsWith(lower, StringComparison.Ordinal) || n.StartsWith(lower, StringComparison.Ordinal)).ToArray();
        return fitting.Length switch
        {
            1 => fitting[0],
            > 1 => throw CliException.Usage($"'{word}' may mean {string.Join(" or ", fitting)}", "write more letters"),
            _ => throw CliException.Usage($"unknown resource '{word}'",
                (Suggestion.Closest(lower, names.Concat(names.Select(Plural))) is { } close ? $"did you mean '{close}'? " : "") + $"There are {string.Join(", ", names)}"),
        };
    }

    public static string Plural(string name) => name switch
    {
        [.. var stem, 'y'] when stem.Length > 0 && !"aeiou".Contains(stem[^1], StringComparison.Ordinal) => stem + "ies",
        [.., 's' or 'x'] or [.., 'c' or 's', 'h'] => name + "es",
        _ => name + "s",
    };

    private static string? Exact(string word, IEnumerable<string> names) => names.FirstOrDefault(n => n == word || Plural(n) == word);
}
