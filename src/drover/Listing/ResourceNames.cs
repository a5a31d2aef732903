using Drover.Cli.CommandLine;
using Drover.Cli.Door;

namespace Drover.Cli.Listing;

/// <summary>Finds the resource that a word means: singular, plural, or a beginning that fits one only.</summary>
internal static class ResourceNames
{
    /// <summary>The two kinds of groups have two names each: alone the word means groups of services, and the daemon calls <c>group</c> what
    /// Ganeti does.</summary>
    private static readonly (string Word, string Resource)[] s_groups = [("group", "service-group"), ("node-group", "group"), ("nodegroup", "group")];

    /// <summary>Words for the resources of the usual daemon: a whole one is not asked for, which saves a request.</summary>
    public static readonly string[] Known = ["job", "lock", "node", "node-group", "instance", "network", "export", "filter", "cluster", "tag", "event", "group", "service-group", "process"];

    public static string Resolve(DaemonDoor door, string word)
    {
        var lower = word.ToLowerInvariant();
        if (Exact(lower, Known.Concat(s_groups.Select(g => g.Word))) is { } known)
            return Resource(known);

        using var answer = door.Get("/v1/query");
        var names = answer.RootElement.GetProperty("resources").EnumerateArray().Select(r => r.GetProperty("name").GetString()!)
            .Select(name => name == "group" ? "node-group" : name).ToArray();
        if (Exact(lower, names) is { } exact)
            return Resource(exact);
        var fitting = names.Where(n => Plural(n).StartsWith(lower, StringComparison.Ordinal) || n.StartsWith(lower, StringComparison.Ordinal)).ToArray();
        return fitting.Length switch
        {
            1 => Resource(fitting[0]),
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

    private static string Resource(string word) => Array.Find(s_groups, g => g.Word == word).Resource ?? word;

    private static string? Exact(string word, IEnumerable<string> names) => names.FirstOrDefault(n => n == word || Plural(n) == word);
}
