using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Words;

namespace Drover.Cli.Listing;

/// <summary>Finds the resource that a word means: singular, plural, or either written short.</summary>
internal static class ResourceNames
{
    /// <summary>The two kinds of groups have two names each: alone the word means groups of services, and the daemon calls <c>group</c> what
    /// Ganeti does.</summary>
    private static readonly (string Word, string Resource)[] s_groups = [("group", "service-group"), ("node-group", "group"), ("nodegroup", "group")];

    /// <summary>Words for the resources of the usual daemon: a whole one is not asked for, which saves a request.</summary>
    public static readonly string[] Known = ["job", "lock", "node", "node-group", "instance", "network", "export", "filter", "cluster", "tag", "event", "group", "service-group", "process", "token",
        "device", "device-type", "worker", "test-job", "result", "device-template", "health-check", "task", "user", "user-group"];

    /// <summary>The resource of a word that is one as it stands, singular or plural; null of any other.</summary>
    public static string? Find(DaemonDoor door, string word)
    {
        var lower = word.ToLowerInvariant();
        return Exact(lower, Known.Concat(s_groups.Select(g => g.Word))) is { } known ? Resource(known)
            : Exact(lower, Words(door)) is { } exact ? Resource(exact) : null;
    }

    /// <summary>What the command line calls each resource of the daemon.</summary>
    public static string[] Words(DaemonDoor door)
    {
        using var answer = door.Get("/v1/query");
        return [.. answer.RootElement.GetProperty("resources").EnumerateArray().Select(r => WordOf(r.GetProperty("name").GetString()!))];
    }

    /// <summary>What the command line calls a resource of the daemon.</summary>
    public static string WordOf(string resource) => resource == "group" ? "node-group" : resource;

    /// <summary>The resource of a word that may be short; who writes a script is told then that it is.</summary>
    /// <exception cref="CliException">There is none, or there are several.</exception>
    public static string Resolve(Session session, string word) => Resolve(session.Door, word, whole => ShortWords.Tell(session.Screen, word, whole));

    /// <param name="door">Where the daemon is asked what it has.</param>
    /// <param name="word">A resource, which may be short.</param>
    /// <param name="tell">Gets the whole word where it is.</param>
    /// <exception cref="CliException">There is none, or there are several.</exception>
    public static string Resolve(DaemonDoor door, string word, Action<string>? tell = null)
    {
        var lower = word.ToLowerInvariant();
        if (Exact(lower, Known.Concat(s_groups.Select(g => g.Word))) is { } known)
            return Resource(known);

        var names = Words(door);
        var match = Table(names).Find(lower);
        switch (match)
        {
            case { Fit: WordFit.Ambiguous }:
                throw ShortWords.Ambiguous(word, (match with { Found = [.. match.Found.Select(f => (WordOf(f.Meaning), f.Meaning))] }).Candidates);
            case { Only: { } resource }:
                if (match.Fit != WordFit.Whole)
                    tell?.Invoke(Plural(WordOf(resource)));
                return resource;
            default:
                throw CliException.Usage(Language.Say("resource.unknown", word),
                    (Suggestion.Closest(lower, names.Concat(names.Select(Plural))) is { } close ? Language.Say("resource.meant", close) : "") + Language.Say("resource.there-are", string.Join(", ", names)));
        }
    }

    /// <summary>Singular and plural of each resource, and what else the command line calls some that there are.</summary>
    private static WordTable<string> Table(string[] names)
    {
        var words = names.Concat(s_groups.Where(g => names.Contains(WordOf(g.Resource))).Select(g => g.Word)).Distinct(StringComparer.Ordinal);
        return new(words.SelectMany(word => new[] { (word, Resource(word)), (Plural(word), Resource(word)) }));
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
