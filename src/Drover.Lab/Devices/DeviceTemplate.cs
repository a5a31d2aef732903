using Drover.Kernel;
using Drover.Kernel.Commands;
using Drover.Kernel.Configuration;
using Drover.Kernel.Operations;
using Drover.Opcodes;

namespace Drover.Lab.Devices;

/// <summary>A template that device dictionaries extend: <c>NAME.jinja2</c> in their words.</summary>
public sealed record DeviceTemplate : INamedObject
{
    /// <summary>The kind; the key is the name.</summary>
    public static ObjectKind<DeviceTemplate> Kind { get; } = new("device-template", 1, LabJson.Default.DeviceTemplate, shown: Disclosure.Everyone("name").Operators("text"));

    /// <summary>Name, without <c>.jinja2</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The template.</summary>
    public required string Text { get; init; }
}

/// <summary>OP_DEVICE_TEMPLATE_SET: adds a template, gives it another text, or removes it.</summary>
internal sealed class SetDeviceTemplate : StateOperation
{
    public override OpcodeSchema Schema { get; } = new("OP_DEVICE_TEMPLATE_SET",
    [
        new("name", ParameterType.Name, default, Required: true),
        OpcodeParameter.Optional("text", ParameterType.String),
    ], "name");

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        LabNames.Check("Device template", scope["name"].Text()!);
        if (!scope["text"].IsGiven() && scope.State.Objects.Find(DeviceTemplate.Kind, scope["name"].Text()!) is null)
            throw Refusal.Unknown("Device template", scope["name"].Text()!);
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var name = scope["name"].Text()!;
        if (scope["text"].Text() is { } text)
            decision.Store(DeviceTemplate.Kind, name, new DeviceTemplate { Name = name, Text = text });
        else
            decision.Remove(DeviceTemplate.Kind, name);
        return OpcodeOutcome.None;
    }
}
