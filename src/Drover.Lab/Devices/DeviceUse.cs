using Drover.Kernel.State;
using Drover.Lab.Groups;
using Drover.Lab.TestJobs;
using Drover.Locks;

namespace Drover.Lab.Devices;

/// <summary>What the lock of a device says of its use.</summary>
public static class DeviceUse
{
    /// <summary>The job that has the device; null for none.</summary>
    public static long? Holder(KernelState state, string device) =>
        state.Locks.HeldBy(new LockName(LabDomain.DeviceLevel, device)) is { IsEmpty: false } owners ? Member(state, owners[0].Owner, device) : null;

    /// <summary>The first test job of a group holds the devices of all.</summary>
    private static long Member(KernelState state, long holder, string device) =>
        state.Group(state.TestJob(holder)?.Group)?.Jobs.Cast<long?>().FirstOrDefault(member => state.TestJob(member!.Value)?.Device == device) ?? holder;

    /// <summary>Idle, Reserved, or Running when a worker runs a job on it: LAVA's words.</summary>
    public static string Word(KernelState state, string device) => Holder(state, device) is not { } job ? "Idle"
        : state.TestJob(job) is { State: TestJobState.Running } or { State: TestJobState.Canceling, Started: not null } or { IsOver: true } ? "Running" : "Reserved";
}
