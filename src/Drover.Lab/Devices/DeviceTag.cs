using Drover.Kernel;
using Drover.Kernel.Commands;
using Drover.Kernel.Configuration;
using Drover.Kernel.Operations;
using Drover.Opcodes;

namespace Drover.Lab.Devices;

/// <summary>What a tag of devices means, in words. Devices may have tags that nobody has described.</summary>
public sealed record DeviceTag : INamedObject
{
    /// <summary>The kind; the key is the name.</summary>
    public static ObjectKind<DeviceTag> Kind { get; } = new("device-tag", 1, LabJson.Default.DeviceTag, shown: Disclosure.Everyone("name", "description"));

    /// <summary>The tag.</summary>
    public required string Name { get; init; }

    /// <summary>Words for people.</summary>
    public string Description { get; init; } = "";
}

/// <summary>OP_DEVICE_TAG_SET: says what a tag means.</summary>
internal sealed class SetDeviceTag : StateOperation
{
    public override OpcodeSchema Schema { get; } = new("OP_DEVICE_TAG_SET",
    [
        new("name", ParameterType.Name, default, Required: true),
        OpcodeParameter.Optional("description", ParameterType.String),
    ], "name");

    public override void CheckPrerequisites(OpcodeScope scope) => LabNames.Check("Tag", scope["name"].Text()!);

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var tag = new DeviceTag { Name = scope["name"].Text()!, Description = scope["description"].Text() ?? "" };
        decision.Store(DeviceTag.Kind, tag.Name, tag);
        return OpcodeOutcome.None;
    }
}

/// <summary>OP_DEVICE_TAG_REMOVE: forgets a tag that no device has.</summary>
internal sealed class RemoveDeviceTag : StateOperation
{
    public override OpcodeSchema Schema { get; } = new("OP_DEVICE_TAG_REMOVE", [new("name", ParameterType.Name, default, Required: true)], "name");

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        var name = scope["name"].Text()!;
        if (scope.State.Devices().Where(device => device.Tags.Contains(name)).Select(device => device.Name).Take(10).ToList() is { Count: > 0 } devices)
            throw Refusal.WrongState($"Tag {name} is on devices ({string.Join(", ", devices)}). Take it from them first");
        if (scope.State.Objects.Find(DeviceTag.Kind, name) is null)
            throw Refusal.Unknown("Tag", name);
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        decision.Remove(DeviceTag.Kind, scope["name"].Text()!);
        return OpcodeOutcome.None;
    }
}
