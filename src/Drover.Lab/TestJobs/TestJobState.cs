using System.Text.Json.Serialization;

namespace Drover.Lab.TestJobs;

/// <summary>Where a test job stands. The numbers are LAVA's.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TestJobState>))]
public enum TestJobState
{
    /// <summary>It waits for a device.</summary>
    Submitted = 0,
    /// <summary>It has a device and waits for others of its group. Kept for the numbers: groups get all their devices at once here.</summary>
    Scheduling = 1,
    /// <summary>It has a device, and its worker is told.</summary>
    Scheduled = 2,
    /// <summary>Its worker runs it.</summary>
    Running = 3,
    /// <summary>Its worker is told to end it.</summary>
    Canceling = 4,
    /// <summary>It is over.</summary>
    Finished = 5,
}

/// <summary>How a test job ended. The numbers are LAVA's.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TestJobHealth>))]
public enum TestJobHealth
{
    /// <summary>It has not ended.</summary>
    Unknown = 0,
    /// <summary>It came to its end, whatever its tests found.</summary>
    Complete = 1,
    /// <summary>It did not.</summary>
    Incomplete = 2,
    /// <summary>Somebody cancelled it.</summary>
    Canceled = 3,
}
