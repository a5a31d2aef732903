using Drover.Kernel.Domains;
using Drover.Lab.Assignments;
using Drover.Lab.Devices;
using Drover.Lab.DeviceTypes;
using Drover.Lab.Results;
using Drover.Lab.Scheduling;
using Drover.Lab.TestJobs;
using Drover.Lab.Workers;

namespace Drover.Lab;

/// <summary>Devices, the workers that they hang on, and the test jobs that run on them.</summary>
public sealed class LabDomain(LabOptions options, WorkerAssignments assignments, HealthCheckRunner checks) : IDomain
{
    internal const string DeviceLevel = "device";
    internal const string Pool = "lab";

    /// <inheritdoc/>
    public void Describe(DomainBuilder d)
    {
        d.Object(DeviceType.Kind);
        d.Object(Device.Kind);
        d.Object(CheckDefinition.Kind);
        d.Object(Worker.Kind);
        d.Object(TestJob.Kind);
        d.Table(TestJob.Finished);
        d.Table(TestResult.Table);
        d.LockLevel(DeviceLevel, 70, (_, name) => $"device {name}", DeviceClosings.Of(options.Rules));
        d.Pool(Pool, _ => new PoolLimits(options.JobsTracked, options.JobsTracked));

        d.Operation(new AddDeviceType());
        d.Operation(new SetDeviceType());
        d.Operation(new RemoveDeviceType());
        d.Operation(new AddDevice());
        d.Operation(new SetDevice());
        d.Operation(new RemoveDevice());
        d.Operation(new SetHealthCheck());
        d.Operation(new AddWorker());
        d.Operation(new SetWorker(options.Rules));
        d.Operation(new RemoveWorker());
        d.Operation(new RunTestJob(options, assignments));

        d.Resource(DeviceTypeResource.Build());
        d.Resource(DeviceResource.Build());
        d.Resource(WorkerResource.Build(assignments.Hearing));
        d.Resource(TestJobResource.Build());
        d.Resource(ResultResource.Build());

        d.Controller(assignments.Hearing);
        d.Controller(assignments);
        d.Controller(checks);
        d.Periodic("workers", options.LookInterval, assignments.Hearing.LookAsync);
        d.Periodic("health checks", options.LookInterval, checks.LookAsync);
    }
}
