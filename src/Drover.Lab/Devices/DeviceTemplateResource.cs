using Drover.Kernel;
using Drover.Kernel.Queries;

namespace Drover.Lab.Devices;

/// <summary>Templates that device dictionaries extend.</summary>
internal static class DeviceTemplateResource
{
    public static Resource Build() => Resource.Of<DeviceTemplate>("device-template", "Templates that device dictionaries extend")
        .KeyedBy("name", template => template.Name)
        .Rows(context => context.State.Objects.All(DeviceTemplate.Kind))
        .Find((context, name) => context.State.Objects.Find(DeviceTemplate.Kind, name), "Device template {0} not found")
        .VisibleTo(Visibility.Everyone)
        .Field("name", "Template", FieldKind.Text, "Its name, without .jinja2", template => template.Name, isDefault: true)
        .VisibleTo(Visibility.Operators)
        .Field("size", "Size", FieldKind.Number, "Characters of its text", template => (long)template.Text.Length, isDefault: true)
        .Field("text", "Text", FieldKind.Text, "The template in Jinja2", template => template.Text)
        .Build();
}
