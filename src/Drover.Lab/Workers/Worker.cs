using System.Text.Json.Serialization;
using Drover.Kernel;
using Drover.Kernel.Configuration;

namespace Drover.Lab.Workers;

/// <summary>A machine that runs test jobs on the devices which hang on it.</summary>
public sealed record Worker : INamedObject
{
    /// <summary>The kind; the key is the name.</summary>
    public static ObjectKind<Worker> Kind { get; } = new("worker", 1, LabJson.Default.Worker,
        shown: Disclosure.Everyone("name", "description", "online", "since", "health", "version", "job_limit", "at_limit", "created").Operators("token_hash"));

    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <summary>Words for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>Whether it is heard.</summary>
    public bool Online { get; init; }

    /// <summary>Since when it is online or offline.</summary>
    public Timestamp Since { get; init; }

    /// <summary>Whether it is to be used.</summary>
    public WorkerHealth Health { get; init; }

    /// <summary>Version of its program; null when it has not said.</summary>
    public string? Version { get; init; }

    /// <summary>Most jobs that it runs at once; 0 for any number.</summary>
    public int JobLimit { get; init; }

    /// <summary>Whether it runs that many: then its devices take no more jobs.</summary>
    public bool AtLimit { get; init; }

    /// <summary>Hash of its token (<see cref="SecretHash"/>); null when it has none and cannot come in over HTTP.</summary>
    public string? TokenHash { get; init; }

    /// <summary>When it was added.</summary>
    public Timestamp Created { get; init; }
}

/// <summary>Whether a worker is to be used. The numbers are LAVA's.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkerHealth>))]
public enum WorkerHealth
{
    /// <summary>It is used.</summary>
    Active = 0,
    /// <summary>Somebody works on it.</summary>
    Maintenance = 1,
    /// <summary>It is gone for good.</summary>
    Retired = 2,
}
