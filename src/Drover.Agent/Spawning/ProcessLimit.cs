using System.Collections.Frozen;
using System.Globalization;

namespace Drover.Agent.Spawning;

/// <summary>A resource limit of a process (setrlimit(2)).</summary>
/// <param name="Resource">RLIMIT_*.</param>
/// <param name="Soft">What is in force; all bits are no limit.</param>
/// <param name="Hard">Up to where the process may raise it.</param>
internal readonly record struct ProcessLimit(int Resource, ulong Soft, ulong Hard)
{
    private static readonly FrozenDictionary<string, int> s_resources = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["cpu"] = 0, ["fsize"] = 1, ["data"] = 2, ["stack"] = 3, ["core"] = 4, ["rss"] = 5, ["nproc"] = 6, ["nofile"] = 7,
        ["memlock"] = 8, ["as"] = 9, ["locks"] = 10, ["sigpending"] = 11, ["msgqueue"] = 12, ["nice"] = 13, ["rtprio"] = 14, ["rttime"] = 15,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names that prlimit(1) has for them.</summary>
    internal static IEnumerable<string> Names => s_resources.Keys.Order(StringComparer.Ordinal);

    /// <summary>Reads a limit in the form of prlimit(1): a number, <c>unlimited</c>, or <c>soft:hard</c>. Null if it is none.</summary>
    internal static ProcessLimit? Parse(string name, string value)
    {
        var parts = value.Split(':');
        return s_resources.TryGetValue(name, out var resource) && parts.Length <= 2 && Number(parts[0]) is { } soft && Number(parts[^1]) is { } hard
            ? new ProcessLimit(resource, soft, hard)
            : null;
    }

    private static ulong? Number(string text) =>
        text == "unlimited" ? ulong.MaxValue
        : text.Length < 20 && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : null;
}
