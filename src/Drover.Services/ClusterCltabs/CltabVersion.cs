using System.Globalization;
using System.Text.Json.Serialization;
using Drover.Kernel;
using Drover.Kernel.Configuration;
using Drover.Nodes.Services;

namespace Drover.Services.ClusterCltabs;

/// <summary>A version of the cluster's cltab, as the master keeps it.</summary>
internal sealed record CltabVersion
{
    /// <summary>The kind; the key is the number of the version.</summary>
    public static ObjectKind<CltabVersion> Kind { get; } =
        new("cltab-version", 1, CltabJson.Default.CltabVersion, shown: Disclosure.Everyone("version", "hash", "job", "set").Operators("text", "name"));

    /// <summary>Its number, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>The whole of it.</summary>
    public required string Text { get; init; }

    /// <summary>Hash of the text.</summary>
    public required string Hash { get; init; }

    /// <summary>The file that it was read from, as whoever set it called it; null if he did not say.</summary>
    public string? Name { get; init; }

    /// <summary>The job that set it.</summary>
    public required long Job { get; init; }

    /// <summary>When it was set.</summary>
    public required Timestamp Set { get; init; }

    /// <summary>As nodes are given it.</summary>
    [JsonIgnore]
    public ClusterCltab Cltab => new(Version, Text) { Hash = Hash };

    /// <summary>The key of a version.</summary>
    public static string KeyOf(int version) => version.ToString(CultureInfo.InvariantCulture);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CltabVersion))]
[JsonSerializable(typeof(CltabRollout))]
internal sealed partial class CltabJson : JsonSerializerContext;
