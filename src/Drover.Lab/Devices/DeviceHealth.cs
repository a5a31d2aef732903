using System.Text.Json.Serialization;

namespace Drover.Lab.Devices;

/// <summary>Whether a device can be trusted. The numbers are LAVA's.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeviceHealth>))]
public enum DeviceHealth
{
    /// <summary>Its last health check was passed.</summary>
    Good = 0,
    /// <summary>Nobody knows; a health check decides, where there is one.</summary>
    Unknown = 1,
    /// <summary>It runs health checks for ever, until somebody says otherwise.</summary>
    Looping = 2,
    /// <summary>Its last health check failed.</summary>
    Bad = 3,
    /// <summary>Somebody works on it.</summary>
    Maintenance = 4,
    /// <summary>It is gone for good.</summary>
    Retired = 5,
}
