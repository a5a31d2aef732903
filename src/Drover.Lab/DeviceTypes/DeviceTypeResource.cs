using Drover.Kernel;
using Drover.Kernel.Queries;
using Drover.Lab.Devices;

namespace Drover.Lab.DeviceTypes;

/// <summary>Device types.</summary>
internal static class DeviceTypeResource
{
    public static Resource Build() => Resource.Of<DeviceType>("device-type", "Kinds of devices")
        .KeyedBy("name", type => type.Name)
        .Rows(context => context.State.Objects.All(DeviceType.Kind))
        .Find((context, name) => context.State.Objects.Find(DeviceType.Kind, name), "Device type {0} not found")
        .VisibleTo(Visibility.Everyone)
        .Field("name", "Type", FieldKind.Text, "Its name", type => type.Name, isDefault: true)
        .Field(new FieldDefinition("devices", "Devices", FieldKind.Number, "How many devices have it", Default: true),
            (context, type) => (long)context.State.Devices().Count(device => device.Type == type.Name))
        .Field("health_frequency", "HealthFrequency", FieldKind.Number, "After how many hours or jobs a health check is due", type => (long)type.HealthFrequency, isDefault: true)
        .Field("health_denominator", "HealthDenominator", FieldKind.Text, "What that counts: hours or jobs", type => type.HealthDenominator.ToString().ToLowerInvariant(), isDefault: true)
        .Field("disable_health_check", "NoChecks", FieldKind.Bool, "Whether its devices are used without health checks", type => type.DisableHealthCheck)
        .Field("display", "Display", FieldKind.Bool, "Whether it is shown to those who choose a type", type => type.Display)
        .Field("aliases", "Aliases", FieldKind.Other, "Other names under which people know it", type => FieldValue.Of([.. type.Aliases]))
        .Field("description", "Description", FieldKind.Text, "Words for people", type => type.Description)
        .Build();
}
