using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Drover.Kernel.Configuration;

namespace Drover.Cluster;

/// <summary>What all durable objects of the cluster have in common. Immutable; <see cref="Touched{T}"/> makes the next version.</summary>
internal abstract record ConfigObject : INamedObject
{
    /// <summary>Stays the same when the name changes.</summary>
    [JsonPropertyName("uuid")] public required string Uuid { get; init; }

    [JsonPropertyName("name")] public required string Name { get; init; }

    [JsonPropertyName("ctime")] public Timestamp Created { get; init; }

    [JsonPropertyName("mtime")] public Timestamp Changed { get; init; }

    /// <summary>1 when created, one more with each change.</summary>
    [JsonPropertyName("serial_no")] public long SerialNo { get; init; } = 1;

    /// <summary>Labels in ordinal order.</summary>
    [JsonPropertyName("tags")] public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>The next version of <paramref name="changed"/>, made at <paramref name="now"/>.</summary>
    public static T Touched<T>(T changed, Timestamp now) where T : ConfigObject =>
        (T)(changed with { SerialNo = changed.SerialNo + 1, Changed = now });
}
