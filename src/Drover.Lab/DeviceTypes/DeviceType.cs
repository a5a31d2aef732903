using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Drover.Kernel;
using Drover.Kernel.Configuration;

namespace Drover.Lab.DeviceTypes;

/// <summary>A kind of device that test jobs ask for.</summary>
public sealed record DeviceType : INamedObject
{
    /// <summary>The kind; the key is the name.</summary>
    public static ObjectKind<DeviceType> Kind { get; } = new("device-type", 1, LabJson.Default.DeviceType,
        shown: Disclosure.Everyone("name", "description", "health_frequency", "health_denominator", "disable_health_check", "display", "aliases"));

    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <summary>Words for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>After how many hours or jobs a device is due for its next health check.</summary>
    public int HealthFrequency { get; init; } = 24;

    /// <summary>What <see cref="HealthFrequency"/> counts.</summary>
    public HealthDenominator HealthDenominator { get; init; }

    /// <summary>Whether its devices are used without health checks.</summary>
    public bool DisableHealthCheck { get; init; }

    /// <summary>Other names under which people know it. Jobs ask for the type by its name.</summary>
    public ImmutableArray<string> Aliases
    {
        // Types stored by earlier versions have none.
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>Whether it is shown to those who choose a type. By the rules of 2023.01 a type that is not has no health checks and takes no jobs.</summary>
    public bool Display { get; init; } = true;
}

/// <summary>What the time between health checks is counted in.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HealthDenominator>))]
public enum HealthDenominator
{
    /// <summary>Hours since the last check was submitted.</summary>
    Hours,
    /// <summary>Test jobs that the device has begun since then.</summary>
    Jobs,
}
