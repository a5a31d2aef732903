using System.Globalization;
using Drover.Kernel.Domains;
using Drover.Kernel.State;
using Drover.Lab.DeviceTypes;
using Drover.Lab.Workers;

namespace Drover.Lab.Devices;

/// <summary>Which devices take no jobs, and why. Health checks name their device, and so pass.</summary>
internal static class DeviceClosings
{
    public static LockClosings Of(LabRules rules) => new(state => state.Devices().Select(device => device.Name), (state, name) => Reason(state, name, rules));

    private static string? Reason(KernelState state, string name, LabRules rules)
    {
        if (state.Objects.Find(Device.Kind, name) is not { } device)
            return null;
        var why = device.HealthReason.Length > 0 ? $" ({device.HealthReason})" : "";
        if (device.Health == DeviceHealth.Retired)
            return $"retired since {At(device.HealthSince)}{why}";
        if (device.Health == DeviceHealth.Maintenance)
            return $"in maintenance since {At(device.HealthSince)}{why}";
        if (device.Health == DeviceHealth.Bad)
            return $"bad since {At(device.HealthSince)}{why}";
        if (device.Health == DeviceHealth.Looping)
            return $"looping since {At(device.HealthSince)}: it runs health checks only{why}";
        if (device.Worker is not { } host || state.Objects.Find(Worker.Kind, host) is not { } worker)
            return "without a worker";
        if (!worker.Online)
            return $"offline since {At(worker.Since)}: worker {worker.Name} is not heard";
        if (rules == LabRules.V2023 && worker.Health != WorkerHealth.Active)
            return $"out of use: worker {worker.Name} is {(worker.Health == WorkerHealth.Maintenance ? "in maintenance" : "retired")}";
        if (rules == LabRules.V2023 && state.Objects.Find(DeviceType.Kind, device.Type) is { Display: false })
            return $"out of use: device type {device.Type} is not displayed";
        if (worker.AtLimit)
            return $"held back: worker {worker.Name} runs {worker.JobLimit} {(worker.JobLimit == 1 ? "test job" : "test jobs")}, its limit";
        return device.CheckDue ? "due for a health check" : null;
    }

    private static string At(Timestamp moment) => moment.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
