using System.Collections.Immutable;
using Drover.Kernel;
using Drover.Kernel.Configuration;

namespace Drover.Lab.Devices;

/// <summary>A board or machine on which test jobs run. Whether it is used right now follows from its lock.</summary>
public sealed record Device : INamedObject
{
    /// <summary>The kind; the key is the name.</summary>
    public static ObjectKind<Device> Kind { get; } = new("device", 1, LabJson.Default.Device,
        shown: Disclosure.Everyone("name", "type", "worker", "description", "health", "health_since", "tags", "public", "last_check", "jobs_since_check", "check_due")
            .Operators("owner", "group", "health_reason", "dictionary"));

    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <summary>Name of its device type.</summary>
    public required string Type { get; init; }

    /// <summary>Name of the worker that it hangs on; null for none yet.</summary>
    public string? Worker { get; init; }

    /// <summary>Words for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>Whether it can be trusted with jobs.</summary>
    public DeviceHealth Health { get; init; } = DeviceHealth.Unknown;

    /// <summary>When it came to this health.</summary>
    public Timestamp HealthSince { get; init; }

    /// <summary>Why it has this health, in words.</summary>
    public string HealthReason { get; init; } = "";

    /// <summary>What it offers; a job may demand any of them.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Whether anybody may use it.</summary>
    public bool Public { get; init; } = true;

    /// <summary>Who may use it where it is not public; null for operators alone, or the group.</summary>
    public Principal? Owner { get; init; }

    /// <summary>The group whose members may use it where it is not public; null for none.</summary>
    public string? Group { get; init; }

    /// <summary>The device dictionary, a template; null where the type needs none.</summary>
    public string? Dictionary { get; init; }

    /// <summary>The last health check that reported.</summary>
    public CheckReport? LastCheck { get; init; }

    /// <summary>Test jobs that it has begun since that check was submitted, checks not counted.</summary>
    public int JobsSinceCheck { get; init; }

    /// <summary>Whether a health check has to run before the next job.</summary>
    public bool CheckDue { get; init; }

    /// <summary>Whether somebody who does not operate the lab may use it.</summary>
    /// <param name="who">Who.</param>
    /// <param name="groups">The groups that he is in.</param>
    public bool IsFor(Principal? who, IReadOnlyCollection<string> groups) => Public || (who is { } one && Owner == one) || (Group is { } group && groups.Contains(group));

    /// <summary>Whether it is the same to those who choose a device: of the same type, with the same tags, for the same users.</summary>
    internal bool IsOfferedLike(Device other) =>
        Type == other.Type && Public == other.Public && Owner == other.Owner && Group == other.Group && Tags.AsSpan().SequenceEqual(other.Tags.AsSpan());
}

/// <summary>A health check that reported.</summary>
/// <param name="Job">The test job.</param>
/// <param name="Submitted">When it was submitted.</param>
public sealed record CheckReport(long Job, Timestamp Submitted);
