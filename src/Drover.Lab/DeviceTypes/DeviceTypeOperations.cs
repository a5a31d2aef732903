using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Lab.Devices;
using Drover.Opcodes;

namespace Drover.Lab.DeviceTypes;

/// <summary>OP_DEVICE_TYPE_ADD: a new device type.</summary>
internal sealed class AddDeviceType : StateOperation
{
    public override OpcodeSchema Schema { get; } = new("OP_DEVICE_TYPE_ADD", DeviceTypeParameters.All, "name");

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        var name = scope["name"].Text()!;
        LabNames.Check("Device type", name);
        if (scope.State.Objects.Find(DeviceType.Kind, name) is not null)
            throw Refusal.Exists($"There is a device type {name} already");
        DeviceTypeParameters.CheckAliases(scope);
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var type = DeviceTypeParameters.Apply(new DeviceType { Name = scope["name"].Text()! }, scope);
        decision.Store(DeviceType.Kind, type.Name, type);
        return OpcodeOutcome.None;
    }
}

/// <summary>OP_DEVICE_TYPE_SET: changes a device type; what is left out stays.</summary>
internal sealed class SetDeviceType : StateOperation
{
    public override OpcodeSchema Schema { get; } = new("OP_DEVICE_TYPE_SET", DeviceTypeParameters.All, "name");

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        DeviceTypeParameters.Target(scope);
        DeviceTypeParameters.CheckAliases(scope);
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var type = DeviceTypeParameters.Apply(DeviceTypeParameters.Target(scope), scope);
        decision.Store(DeviceType.Kind, type.Name, type);
        foreach (var device in decision.State.Devices().Where(device => device.Type == type.Name).ToList())
            DeviceChange.LookAgain(decision, device.Name);
        return OpcodeOutcome.None;
    }
}

/// <summary>OP_DEVICE_TYPE_REMOVE: removes a device type that no device has.</summary>
internal sealed class RemoveDeviceType : StateOperation
{
    public override OpcodeSchema Schema { get; } = new("OP_DEVICE_TYPE_REMOVE", [new("name", ParameterType.Name, default, Required: true)], "name");

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        var type = DeviceTypeParameters.Target(scope);
        if (scope.State.Devices().Where(device => device.Type == type.Name).Select(device => device.Name).Take(10).ToList() is { Count: > 0 } devices)
            throw Refusal.WrongState($"Device type {type.Name} has devices ({string.Join(", ", devices)}). Remove them or give them another type first");
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        decision.Remove(DeviceType.Kind, scope["name"].Text()!);
        return OpcodeOutcome.None;
    }
}

/// <summary>The parameters of device types.</summary>
internal static class DeviceTypeParameters
{
    private static readonly ParameterType s_denominator = ParameterType.OneOf("hours", "jobs");

    public static IReadOnlyList<OpcodeParameter> All { get; } =
    [
        new("name", ParameterType.Name, default, Required: true),
        OpcodeParameter.Optional("description", ParameterType.String),
        OpcodeParameter.Optional("health_frequency", ParameterType.IntegerBetween(1, 1_000_000)),
        OpcodeParameter.Optional("health_denominator", s_denominator),
        OpcodeParameter.Optional("disable_health_check", ParameterType.Boolean),
        OpcodeParameter.Optional("display", ParameterType.Boolean),
        OpcodeParameter.Optional("aliases", ParameterType.SetOf(ParameterType.Name)),
    ];

    /// <summary>An alias is a name like any other, and belongs to one type.</summary>
    /// <exception cref="OperationException">An alias cannot be used.</exception>
    public static void CheckAliases(OpcodeScope scope)
    {
        foreach (var alias in scope["aliases"].IsGiven() ? scope["aliases"].Texts() : [])
        {
            LabNames.Check("Alias", alias);
            if (scope.State.Objects.All(DeviceType.Kind).FirstOrDefault(type => type.Name != scope["name"].Text() && (type.Name == alias || type.Aliases.Contains(alias))) is { } other)
                throw Refusal.Exists($"{alias} is {(other.Name == alias ? "a device type" : $"an alias of device type {other.Name}")} already");
        }
    }

    /// <exception cref="OperationException">There is no such type.</exception>
    public static DeviceType Target(OpcodeScope scope) =>
        scope.State.Objects.Find(DeviceType.Kind, scope["name"].Text()!) ?? throw Refusal.Unknown("Device type", scope["name"].Text()!);

    public static DeviceType Apply(DeviceType type, OpcodeScope scope) => type with
    {
        Description = scope["description"].Text() ?? type.Description,
        HealthFrequency = scope["health_frequency"].IsGiven() ? scope["health_frequency"].GetInt32() : type.HealthFrequency,
        HealthDenominator = scope["health_denominator"].Text() switch { "hours" => HealthDenominator.Hours, "jobs" => HealthDenominator.Jobs, _ => type.HealthDenominator },
        DisableHealthCheck = scope["disable_health_check"].Flag() ?? type.DisableHealthCheck,
        Display = scope["display"].Flag() ?? type.Display,
        Aliases = scope["aliases"].IsGiven() ? [.. scope["aliases"].Texts().Order(StringComparer.Ordinal)] : type.Aliases,
    };
}
