using System.Collections.Frozen;

namespace Drover.Lava.Curve;

/// <summary>Keys that may come in, and the names of the files that they lie in. Never changed: a new reading is a new object.</summary>
internal sealed class AllowedKeys(FrozenDictionary<string, string[]> names, bool bindNames)
{
    public int Count => names.Count;

    public IEnumerable<string> Keys => names.Keys;

    public bool Contains(string key) => names.ContainsKey(key);

    /// <summary>Whether a key may be used in a worker's name.</summary>
    public bool Allows(string key, string worker) => names.TryGetValue(key, out var files) && (!bindNames || files.Contains(worker, StringComparer.Ordinal));

    /// <summary>Whether both allow the same.</summary>
    public bool IsSame(AllowedKeys other) =>
        Count == other.Count && Keys.All(key => other.FilesOf(key) is { } files && FilesOf(key)!.SequenceEqual(files, StringComparer.Ordinal));

    private string[]? FilesOf(string key) => names.GetValueOrDefault(key);
}
