using System.Text.Json.Serialization;
using Drover.Kernel;
using Drover.Kernel.Configuration;
using Drover.Nodes.Services;

namespace Drover.Services.Levels;

/// <summary>What is durable of a resource group: where it is to be, and how far it had come. Each change is an event.</summary>
public sealed record ServiceGroupRecord
{
    /// <summary>The kind; the key is that of <see cref="GroupKey"/>. In version 1 the names of groups were not escaped in it.</summary>
    public static ObjectKind<ServiceGroupRecord> Kind { get; } =
        new("service-group", 2, ServicesJson.Default.ServiceGroupRecord, (key, _) => GroupKey.ReadUnescaped(key).ToString(),
            Disclosure.Everyone("node", "group", "level", "target", "state", "since").Operators("wanted", "reason", "boot_id"));

    public required string Node { get; init; }

    public required string Group { get; init; }

    /// <summary>The level last begun; null before the first.</summary>
    public string? Level { get; init; }

    /// <summary>The level it is at or on its way to; null when it was halted, or its change of level was cancelled.</summary>
    public string? Target { get; init; }

    /// <summary>The level that it had for its target when the end of the daemon stopped it; null otherwise.</summary>
    public string? Wanted { get; init; }

    /// <summary>One of the nine words of the status file.</summary>
    public required string State { get; init; }

    /// <summary>Why it is FAILED; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>The boot during which this was written: processes of an earlier one are gone.</summary>
    public required string BootId { get; init; }

    /// <summary>When this was written, microseconds since the Unix epoch.</summary>
    public required long Since { get; init; }

    /// <summary>Where the group stands.</summary>
    [JsonIgnore]
    public GroupStatus Status => new(Level, Target, State, Reason, Since, BootId) { Wanted = Wanted };

    /// <summary>What is durable of a group that stands so.</summary>
    public static ServiceGroupRecord Of(GroupKey group, GroupStatus status) => new()
    {
        Node = group.Node,
        Group = group.Group,
        Level = status.Level,
        Target = status.Target,
        Wanted = status.Wanted,
        State = status.State,
        Reason = status.Reason,
        BootId = status.BootId,
        Since = status.Since,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ServiceGroupRecord))]
internal sealed partial class ServicesJson : JsonSerializerContext;
