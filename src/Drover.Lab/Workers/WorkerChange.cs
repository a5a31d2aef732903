using Drover.Kernel.Commands;
using Drover.Kernel.State;
using Drover.Lab.Devices;

namespace Drover.Lab.Workers;

/// <summary>The one way in which workers change: their devices are looked at again each time.</summary>
internal static class WorkerChange
{
    /// <summary>All workers in order of name.</summary>
    public static IEnumerable<Worker> Workers(this KernelState state) => state.Objects.All(Worker.Kind);

    /// <summary>The devices of a worker in order of name.</summary>
    public static IEnumerable<Device> DevicesOf(this KernelState state, string worker) => state.Devices().Where(device => device.Worker == worker);

    /// <summary>How many of a worker's devices have a job.</summary>
    public static int BusyDevicesOf(this KernelState state, string worker) => state.DevicesOf(worker).Count(device => !state.Locks.HeldBy(new(LabDomain.DeviceLevel, device.Name)).IsEmpty);

    /// <summary>Whether a worker runs as many test jobs as it may.</summary>
    public static bool IsAtLimit(KernelState state, Worker worker) => worker.JobLimit > 0 && state.BusyDevicesOf(worker.Name) >= worker.JobLimit;

    /// <summary>A job on one of its devices has begun or ended, or it has other devices. Costs nothing where the worker has no limit.</summary>
    public static void LookAgain(Decision decision, string? name)
    {
        if (name is not null && decision.State.Objects.Find(Worker.Kind, name) is { } worker && (worker.JobLimit > 0 || worker.AtLimit))
            Store(decision, worker);
    }

    /// <summary>Stores a worker that is new or has changed.</summary>
    public static void Store(Decision decision, Worker worker)
    {
        worker = worker with { AtLimit = IsAtLimit(decision.State, worker) };
        if (decision.State.Objects.Find(Worker.Kind, worker.Name) == worker)
            return;
        decision.Store(Worker.Kind, worker.Name, worker);
        foreach (var device in decision.State.DevicesOf(worker.Name).ToList())
            decision.LookAtLock(LabDomain.DeviceLevel, device.Name);
    }

    /// <summary>Stores a worker with another health, which by the rules of the release becomes the health of its devices.</summary>
    public static void SetHealth(Decision decision, Worker worker, WorkerHealth health, LabRules rules)
    {
        var before = worker.Health;
        Store(decision, worker with { Health = health });
        if (health == before)
            return;
        foreach (var device in decision.State.DevicesOf(worker.Name).ToList())
            DeviceChange.SetHealth(decision, device, HealthOf(device.Health, before, health, rules), $"worker going {health.ToString().ToLowerInvariant()}");
    }

    /// <summary>Health of a device after its worker has changed its own.</summary>
    internal static DeviceHealth HealthOf(DeviceHealth device, WorkerHealth before, WorkerHealth now, LabRules rules) => (rules, now) switch
    {
        (_, WorkerHealth.Active) when before == WorkerHealth.Retired => device,
        (LabRules.V2018, WorkerHealth.Active) => device == DeviceHealth.Maintenance ? DeviceHealth.Unknown : device,
        (_, WorkerHealth.Active) => device == DeviceHealth.Good ? DeviceHealth.Unknown : device,
        (LabRules.V2018, WorkerHealth.Maintenance) => device is DeviceHealth.Bad or DeviceHealth.Maintenance or DeviceHealth.Retired ? device : DeviceHealth.Maintenance,
        (LabRules.V2018, WorkerHealth.Retired) => device is DeviceHealth.Bad or DeviceHealth.Retired ? device : DeviceHealth.Retired,
        _ => device,
    };
}
