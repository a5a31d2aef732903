using Drover.Kernel;
using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Kernel.State;
using Drover.Lab.DeviceTypes;
using Drover.Lab.Workers;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Lab.Devices;

/// <summary>OP_DEVICE_ADD: a new device.</summary>
internal sealed class AddDevice(LabOptions options) : StateOperation
{
    public override OpcodeSchema Schema { get; } = new("OP_DEVICE_ADD", DeviceParameters.ForNew, "name");

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        var name = scope["name"].Text()!;
        LabNames.Check("Device", name);
        if (scope.State.Objects.Find(Device.Kind, name) is not null)
            throw Refusal.Exists($"There is a device {name} already");
        DeviceParameters.Check(scope, options);
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var device = new Device { Name = scope["name"].Text()!, Type = scope["device_type"].Text()!, HealthSince = decision.Now };
        DeviceParameters.AddOwnWorker(scope, decision, options);
        DeviceChange.Store(decision, DeviceParameters.Apply(device, scope, decision.Now));
        return OpcodeOutcome.None;
    }
}

/// <summary>OP_DEVICE_SET: changes a device, also while a job runs on it; what is left out stays.</summary>
internal sealed class SetDevice(LabOptions options) : StateOperation
{
    public override OpcodeSchema Schema { get; } = new("OP_DEVICE_SET", DeviceParameters.ForChange, "name");

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        DeviceParameters.Target(scope);
        DeviceParameters.Check(scope, options);
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        DeviceParameters.AddOwnWorker(scope, decision, options);
        DeviceChange.Store(decision, DeviceParameters.Apply(DeviceParameters.Target(scope), scope, decision.Now));
        return OpcodeOutcome.None;
    }
}

/// <summary>OP_DEVICE_REMOVE: removes a device as soon as no job runs on it.</summary>
internal sealed class RemoveDevice : StateOperation
{
    public override OpcodeSchema Schema { get; } = new("OP_DEVICE_REMOVE", [new("name", ParameterType.Name, default, Required: true)], "name");

    public override LockSet Locks(OpcodeScope scope) => LockSet.Empty.With(LabDomain.DeviceLevel, DeviceParameters.Target(scope).Name, LockMode.Exclusive);

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        DeviceChange.Remove(decision, DeviceParameters.Target(scope));
        return OpcodeOutcome.None;
    }
}

/// <summary>The parameters of devices.</summary>
internal static class DeviceParameters
{
    private static readonly OpcodeParameter[] s_optional =
    [
        OpcodeParameter.Optional("worker", ParameterType.NameOrEmpty),
        OpcodeParameter.Optional("description", ParameterType.String),
        OpcodeParameter.Optional("health", ParameterType.OneOf([.. Enum.GetNames<DeviceHealth>().Select(name => name.ToLowerInvariant())])),
        OpcodeParameter.Optional("health_reason", ParameterType.String),
        OpcodeParameter.Optional("tags", ParameterType.SetOf(ParameterType.Name)),
        OpcodeParameter.Optional("public", ParameterType.Boolean),
        OpcodeParameter.Optional("owner", ParameterType.String),
        OpcodeParameter.Optional("group", ParameterType.NameOrEmpty),
        OpcodeParameter.Optional("dictionary", ParameterType.String),
    ];

    public static IReadOnlyList<OpcodeParameter> ForNew { get; } =
        [new("name", ParameterType.Name, default, Required: true), new("device_type", ParameterType.Name, default, Required: true), .. s_optional];

    public static IReadOnlyList<OpcodeParameter> ForChange { get; } =
        [new("name", ParameterType.Name, default, Required: true), OpcodeParameter.Optional("device_type", ParameterType.Name), .. s_optional];

    /// <exception cref="OperationException">There is no such device.</exception>
    public static Device Target(OpcodeScope scope) => Find(scope.State, scope["name"].Text()!);

    /// <exception cref="OperationException">There is no such device.</exception>
    public static Device Find(KernelState state, string name) => state.Objects.Find(Device.Kind, name) ?? throw Refusal.Unknown("Device", name);

    /// <exception cref="OperationException">Type, worker or owner are nobody.</exception>
    public static void Check(OpcodeScope scope, LabOptions options)
    {
        if (scope["device_type"].Text() is { } type && scope.State.Objects.Find(DeviceType.Kind, type) is null)
            throw Refusal.Unknown("Device type", type);
        if (scope["worker"].Text() is { Length: > 0 } worker && worker != options.OwnWorker && scope.State.Objects.Find(Worker.Kind, worker) is null)
            throw Refusal.Unknown("Worker", worker);
        if (scope["owner"].Text() is { Length: > 0 } owner && !Principal.TryParse(owner, out _))
            throw Refusal.WrongInput($"'{owner}' names nobody who could own a device: give user:NAME or uid:NUMBER");
    }

    /// <summary>The worker that the daemon itself is comes with the first device that names it.</summary>
    public static void AddOwnWorker(OpcodeScope scope, Decision decision, LabOptions options)
    {
        if (scope["worker"].Text() is { Length: > 0 } worker && worker == options.OwnWorker && decision.State.Objects.Find(Worker.Kind, worker) is null)
            WorkerChange.Store(decision, new Worker { Name = worker, Description = "the worker in the daemon", Online = true, Since = decision.Now, Created = decision.Now });
    }

    public static Device Apply(Device device, OpcodeScope scope, Timestamp now)
    {
        var health = scope["health"].Text() is { } word ? Enum.Parse<DeviceHealth>(word, ignoreCase: true) : device.Health;
        var reason = scope["health_reason"].Text();
        return device with
        {
            Type = scope["device_type"].Text() ?? device.Type,
            Worker = scope["worker"].Text() is { } worker ? (worker.Length > 0 ? worker : null) : device.Worker,
            Description = scope["description"].Text() ?? device.Description,
            Health = health,
            HealthSince = health == device.Health ? device.HealthSince : now,
            HealthReason = reason ?? (health == device.Health ? device.HealthReason : ""),
            Tags = scope["tags"].IsGiven() ? [.. scope["tags"].Texts().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] : device.Tags,
            Public = scope["public"].Flag() ?? device.Public,
            Group = scope["group"].Text() is { } group ? (group.Length > 0 ? group : null) : device.Group,
            Owner = scope["owner"].Text() is { } owner ? (owner.Length > 0 ? Principal.Parse(owner) : null) : device.Owner,
            Dictionary = scope["dictionary"].Text() is { } dictionary ? (dictionary.Length > 0 ? dictionary : null) : device.Dictionary,
        };
    }
}
