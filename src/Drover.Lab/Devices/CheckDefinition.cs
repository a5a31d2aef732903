using Drover.Kernel;
using Drover.Kernel.Commands;
using Drover.Kernel.Configuration;
using Drover.Kernel.Operations;
using Drover.Lab.TestJobs;
using Drover.Opcodes;

namespace Drover.Lab.Devices;

/// <summary>The definition of a health check. It belongs to the template that a device dictionary extends, or, where a device has no dictionary, to its type.</summary>
public sealed record CheckDefinition : INamedObject
{
    /// <summary>The kind; the key is the name.</summary>
    public static ObjectKind<CheckDefinition> Kind { get; } = new("health-check", 1, LabJson.Default.CheckDefinition, shown: Disclosure.Everyone("name").Operators("definition"));

    /// <summary>Name of the template or type.</summary>
    public required string Name { get; init; }

    /// <summary>The job definition.</summary>
    public required string Definition { get; init; }
}

/// <summary>OP_HEALTH_CHECK_SET: gives the devices of a template or type a health check, another one, or none.</summary>
internal sealed class SetHealthCheck : StateOperation
{
    public override OpcodeSchema Schema { get; } = new("OP_HEALTH_CHECK_SET",
    [
        new("name", ParameterType.Name, default, Required: true),
        OpcodeParameter.Optional("definition", ParameterType.NonEmptyString),
    ], "name");

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        LabNames.Check("Health check", scope["name"].Text()!);
        if (scope["definition"].Text() is { } definition)
            JobWish.Read(definition);
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var name = scope["name"].Text()!;
        if (scope["definition"].Text() is { } definition)
            decision.Store(CheckDefinition.Kind, name, new CheckDefinition { Name = name, Definition = definition });
        else if (decision.State.Objects.Find(CheckDefinition.Kind, name) is not null)
            decision.Remove(CheckDefinition.Kind, name);
        foreach (var device in decision.State.Devices().Where(device => CheckRules.TemplateOf(device) == name).ToList())
            DeviceChange.LookAgain(decision, device.Name);
        return OpcodeOutcome.None;
    }
}
