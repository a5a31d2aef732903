using Drover.Kernel;
using Drover.Kernel.Queries;

namespace Drover.Lab.Workers;

/// <summary>Texts that workers get with each test job.</summary>
internal static class WorkerConfigurationResource
{
    public static Resource Build() => Resource.Of<WorkerConfiguration>("worker-configuration", "Texts that workers get with each test job")
        .KeyedBy("name", row => row.Name)
        .Rows(context => context.State.Objects.All(WorkerConfiguration.Kind))
        .Find((context, name) => context.State.Objects.Find(WorkerConfiguration.Kind, name), "Worker {0} has no texts of its own")
        .VisibleTo(Visibility.Everyone)
        .Field("name", "Worker", FieldKind.Text, "The worker; _all for those that have none of their own", row => row.Name, isDefault: true)
        .VisibleTo(Visibility.Operators)
        .Field("dispatcher", "Dispatcher", FieldKind.Text, "Settings of the worker itself, as YAML", row => row.Dispatcher.OrUnavailable(), isDefault: true)
        .Field("environment", "Environment", FieldKind.Text, "Environment of the job on the worker, as YAML", row => row.Environment.OrUnavailable(), isDefault: true)
        .Field("device_environment", "DeviceEnvironment", FieldKind.Text, "Environment of the tests on the device, as YAML", row => row.DeviceEnvironment.OrUnavailable(), isDefault: true)
        .Build();
}
