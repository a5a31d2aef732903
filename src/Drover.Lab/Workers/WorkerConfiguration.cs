using Drover.Kernel;
using Drover.Kernel.Configuration;
using Drover.Kernel.State;

namespace Drover.Lab.Workers;

/// <summary>Texts that a worker gets with each test job, beside those that belong to the job. Those of <see cref="ForAll"/> go to workers that have none of their own.</summary>
public sealed record WorkerConfiguration : INamedObject
{
    /// <summary>The key of what holds for all workers.</summary>
    public const string ForAll = "_all";

    /// <summary>The kind; the key is the name of the worker.</summary>
    public static ObjectKind<WorkerConfiguration> Kind { get; } = new("worker-configuration", 1, LabJson.Default.WorkerConfiguration,
        shown: Disclosure.Everyone("name").Operators("dispatcher", "environment", "device_environment"));

    /// <summary>Name of the worker, or <see cref="ForAll"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Settings of the worker itself (LAVA's <c>dispatcher.yaml</c>); null for none.</summary>
    public string? Dispatcher { get; init; }

    /// <summary>Environment of the job on the worker (<c>env.yaml</c>); null for none.</summary>
    public string? Environment { get; init; }

    /// <summary>Environment of the tests on the device (<c>env-dut.yaml</c>); null for none.</summary>
    public string? DeviceEnvironment { get; init; }

    /// <summary>What a worker gets: each text of its own, else that for all.</summary>
    public static WorkerConfiguration Of(KernelState state, string worker)
    {
        var own = state.Objects.Find(Kind, worker);
        var all = state.Objects.Find(Kind, ForAll);
        return new WorkerConfiguration
        {
            Name = worker,
            Dispatcher = own?.Dispatcher ?? all?.Dispatcher,
            Environment = own?.Environment ?? all?.Environment,
            DeviceEnvironment = own?.DeviceEnvironment ?? all?.DeviceEnvironment,
        };
    }

    /// <summary>What a worker gets with a START. Workers up to 2018.5 do not cope with an environment of the device, and those before 2020.04 do not say what they are: such a one gets
    /// its own, which somebody has meant for it, and not that for all.</summary>
    public static WorkerConfiguration ForStart(KernelState state, string worker)
    {
        var resolved = Of(state, worker);
        var takes = WorkerVersion.IsLaterThan2018(state.Objects.Find(Worker.Kind, worker)?.Version) ?? state.Objects.Find(Kind, worker)?.DeviceEnvironment is not null;
        return takes ? resolved : resolved with { DeviceEnvironment = null };
    }
}
