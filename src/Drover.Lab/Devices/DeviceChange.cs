using Drover.Kernel.Commands;
using Drover.Kernel.State;
using Drover.Lab.Scheduling;
using Drover.Lab.Workers;

namespace Drover.Lab.Devices;

/// <summary>The one way in which devices change: what follows from a device is looked at again each time.</summary>
internal static class DeviceChange
{
    /// <summary>All devices in order of name.</summary>
    public static IEnumerable<Device> Devices(this KernelState state) => state.Objects.All(Device.Kind);

    /// <summary>Stores a device that is new or has changed.</summary>
    public static void Store(Decision decision, Device device)
    {
        var before = decision.State.Objects.Find(Device.Kind, device.Name);
        device = device with { CheckDue = CheckRules.IsDue(decision.State, device, decision.Now) };
        if (device != before)
            decision.Store(Device.Kind, device.Name, device);
        if (before?.Worker != device.Worker)
        {
            WorkerChange.LookAgain(decision, before?.Worker);
            WorkerChange.LookAgain(decision, device.Worker);
        }
        decision.LookAtLock(LabDomain.DeviceLevel, device.Name);
        if (before?.IsOfferedLike(device) != true)
            foreach (var type in new[] { device.Type, before?.Type }.OfType<string>().Distinct(StringComparer.Ordinal))
                DeviceTypeLook.Begin(decision, type);
    }

    /// <summary>Stores a device with another health.</summary>
    /// <param name="reason">Why, in words.</param>
    public static void SetHealth(Decision decision, Device device, DeviceHealth health, string reason) => Store(decision, health == device.Health
        ? device
        : device with { Health = health, HealthSince = decision.Now, HealthReason = reason });

    /// <summary>Something that a device follows from has changed: its type, its worker, its health check, or time has passed.</summary>
    public static void LookAgain(Decision decision, string name)
    {
        if (decision.State.Objects.Find(Device.Kind, name) is { } device)
            Store(decision, device);
    }

    /// <summary>Removes a device.</summary>
    public static void Remove(Decision decision, Device device)
    {
        decision.Remove(Device.Kind, device.Name);
        WorkerChange.LookAgain(decision, device.Worker);
        decision.LookAtLock(LabDomain.DeviceLevel, device.Name);
        DeviceTypeLook.Begin(decision, device.Type);
    }
}
