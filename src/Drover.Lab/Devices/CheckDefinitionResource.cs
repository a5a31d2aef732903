using Drover.Kernel;
using Drover.Kernel.Queries;

namespace Drover.Lab.Devices;

/// <summary>Definitions of health checks.</summary>
internal static class CheckDefinitionResource
{
    public static Resource Build() => Resource.Of<CheckDefinition>("health-check", "Health checks of templates and types")
        .KeyedBy("name", check => check.Name)
        .Rows(context => context.State.Objects.All(CheckDefinition.Kind))
        .Find((context, name) => context.State.Objects.Find(CheckDefinition.Kind, name), "Health check {0} not found")
        .VisibleTo(Visibility.Everyone)
        .Field("name", "Check", FieldKind.Text, "Name of the template or type that it belongs to", check => check.Name, isDefault: true)
        .VisibleTo(Visibility.Operators)
        .Field("size", "Size", FieldKind.Number, "Characters of its definition", check => (long)check.Definition.Length, isDefault: true)
        .Field("definition", "Definition", FieldKind.Text, "The job definition", check => check.Definition)
        .Build();
}
