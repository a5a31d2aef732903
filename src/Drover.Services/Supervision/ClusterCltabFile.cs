using System.Collections.Immutable;
using System.Text.Json;
using Drover.Nodes.Services;

namespace Drover.Services.Supervision;

/// <summary>What a node keeps of the cluster's cltab.</summary>
/// <param name="Cltab">The version that it has; <see cref="ClusterCltab.None"/> for none.</param>
/// <param name="Before">Hash of the one that it had before; null if there was none.</param>
/// <param name="Levels">Levels of groups that were gone with <paramref name="Cltab"/>: they have them again when the one of before comes back.</param>
internal sealed record KeptClusterCltab(ClusterCltab Cltab, string? Before, ImmutableDictionary<string, string> Levels)
{
    public static KeptClusterCltab Nothing { get; } = new(ClusterCltab.None, null, ImmutableDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>After another version was taken.</summary>
    /// <param name="cltab">The version.</param>
    /// <param name="levels">Levels of groups that are gone with it.</param>
    public KeptClusterCltab Take(ClusterCltab cltab, IEnumerable<KeyValuePair<string, string>> levels) => new(cltab, Cltab.Hash, Nothing.Levels.AddRange(levels));
}

/// <summary>Where a node keeps <see cref="KeptClusterCltab"/>: one file of its state directory, a JSON object, replaced as a whole and synced, for it must be there without a master after a
/// loss of power.</summary>
internal sealed class ClusterCltabFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;

    private ClusterCltabFile(string path, KeptClusterCltab kept) => (_path, Kept) = (path, kept);

    public KeptClusterCltab Kept { get; private set; }

    /// <summary>Reads it.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="problem">Why it could not be read, and counts as nothing; null if it could.</param>
    public static ClusterCltabFile Open(string path, out string? problem)
    {
        problem = null;
        try
        {
            return new ClusterCltabFile(path, File.Exists(path) ? Read(File.ReadAllBytes(path)) : KeptClusterCltab.Nothing);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            problem = $"{path}: {e.Message}";
            return new ClusterCltabFile(path, KeptClusterCltab.Nothing);
        }
    }

    /// <summary>Keeps something else.</summary>
    /// <exception cref="IOException">It cannot be written; what was kept is kept still.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for want of rights.</exception>
    public void Keep(KeptClusterCltab kept)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        WholeFile.Replace(_path, RawJson.Write(json => Write(json, kept)).Utf8.Span, OwnerOnly, isSynced: true);
        Kept = kept;
    }

    private static void Write(Utf8JsonWriter json, KeptClusterCltab kept)
    {
        json.WriteStartObject();
        json.WriteNumber("version"u8, kept.Cltab.Version);
        json.WriteString("hash"u8, kept.Cltab.Hash);
        json.WriteString("text"u8, kept.Cltab.Text);
        if (kept.Before is { } before)
            json.WriteString("before"u8, before);
        json.WriteStartObject("levels"u8);
        foreach (var (group, level) in kept.Levels)
            json.WriteString(group, level);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static KeptClusterCltab Read(byte[] bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        var root = document.RootElement;
        var cltab = new ClusterCltab(root.GetProperty("version"u8).GetInt32(), root.GetProperty("text"u8).GetString()!);
        if (root.GetProperty("hash"u8).GetString() != cltab.Hash)
            throw new JsonException("the text is not the one that was kept");
        return new KeptClusterCltab(cltab, root.TryGetProperty("before"u8, out var before) ? before.GetString() : null,
            KeptClusterCltab.Nothing.Levels.AddRange(root.GetProperty("levels"u8).EnumerateObject().Select(level => KeyValuePair.Create(level.Name, level.Value.GetString()!))));
    }
}
