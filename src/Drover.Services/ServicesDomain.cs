using Drover.Kernel.Domains;
using Drover.Services.Levels;
using Drover.Services.Supervision;
using Drover.Services.Tables;

namespace Drover.Services;

/// <summary>Resource groups of processes, brought to run levels and kept there.</summary>
public sealed class ServicesDomain(Supervisor supervisor) : IDomain
{
    internal const string LockLevel = "service-group";
    internal const string ProcessChanged = "process-changed";

    /// <inheritdoc/>
    public void Describe(DomainBuilder d)
    {
        d.Object(ServiceGroupRecord.Kind);
        d.LockLevel(LockLevel, 60, (_, key) => $"service group '{key}'");

        d.Operation(new SetGroupLevel(supervisor));
        d.Operation(new RereadCltab(supervisor));
        d.Operation(new CheckCltab(supervisor));
        d.Operation(new ClearBackoff(supervisor));

        d.Resource(ServiceGroupResource.Build(supervisor));
        d.Resource(ProcessResource.Build(supervisor));

        d.Signal(ProcessChanged, "A supervised process has changed its state");

        d.Controller(supervisor);
    }
}
