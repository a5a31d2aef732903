using Drover.Lab.TestJobs;

namespace Drover.Lab.Devices;

/// <summary>What the end of a test job does to the health of its device: the table of LAVA, every pair listed.</summary>
internal static class HealthRules
{
    /// <param name="before">Health of the device before the end.</param>
    /// <param name="isCheck">Whether the job was a health check.</param>
    /// <param name="ended">Health of the job.</param>
    /// <param name="infrastructure">Whether it failed for a reason that lies in the lab and not in the job.</param>
    /// <param name="rules">Whose rules hold.</param>
    public static DeviceHealth After(DeviceHealth before, bool isCheck, TestJobHealth ended, bool infrastructure, LabRules rules) => (isCheck, before) switch
    {
        (true, DeviceHealth.Good or DeviceHealth.Unknown or DeviceHealth.Bad) => ended switch
        {
            TestJobHealth.Complete => DeviceHealth.Good,
            TestJobHealth.Incomplete => DeviceHealth.Bad,
            _ => rules == LabRules.V2018 ? DeviceHealth.Unknown : DeviceHealth.Bad,
        },
        (true, _) => before,
        (false, _) => infrastructure ? DeviceHealth.Unknown : before,
    };

    /// <summary>Whether an error of this type, as workers name them, lies in the lab and not in the job.</summary>
    public static bool IsInfrastructure(string errorType) => errorType is "Bug" or "Configuration" or "Infrastructure";
}
