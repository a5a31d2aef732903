using Drover.Kernel.Domains;
using Drover.Kernel.Logs;
using Drover.Lab.Assignments;
using Drover.Lab.Devices;
using Drover.Lab.DeviceTypes;
using Drover.Lab.Logs;
using Drover.Lab.Groups;
using Drover.Lab.Results;
using Drover.Lab.Scheduling;
using Drover.Lab.TestJobs;
using Drover.Lab.Workers;
using Microsoft.Extensions.Logging;

namespace Drover.Lab;

/// <summary>Devices, the workers that they hang on, and the test jobs that run on them.</summary>
public sealed class LabDomain : IDomain
{
    internal const string DeviceLevel = "device";
    internal const string Pool = "lab";

    private readonly LabOptions _options;

    /// <param name="options">The settings.</param>
    /// <param name="files">Keeps the logs of test jobs.</param>
    /// <param name="logging">Takes lines about what happens.</param>
    public LabDomain(LabOptions options, ILogFiles files, ILoggerFactory logging)
    {
        _options = options;
        Assignments = new WorkerAssignments(new WorkerHearing(options, logging), logging);
        Checks = new HealthCheckRunner(options, logging);
        Logs = new TestJobLogs(files, logging);
    }

    /// <summary>What workers have to do.</summary>
    public WorkerAssignments Assignments { get; }

    /// <summary>What workers have to say.</summary>
    public TestJobLogs Logs { get; }

    internal HealthCheckRunner Checks { get; }

    /// <inheritdoc/>
    public void Describe(DomainBuilder d)
    {
        d.Object(DeviceType.Kind);
        d.Object(Device.Kind);
        d.Object(CheckDefinition.Kind);
        d.Object(DeviceTemplate.Kind);
        d.Object(Worker.Kind);
        d.Object(TestJob.Kind);
        d.Object(TestGroup.Kind);
        d.Table(TestJob.Finished);
        d.Table(TestResult.Table);
        d.LockLevel(DeviceLevel, 70, (_, name) => $"device {name}", DeviceClosings.Of(_options.Rules));
        d.LockLevel(GroupLocks.Level, 71, (_, name) => $"group {name}", GroupLocks.Closings);
        d.Pool(Pool, _ => new PoolLimits(_options.JobsTracked, _options.JobsTracked));

        d.Operation(new AddDeviceType());
        d.Operation(new SetDeviceType());
        d.Operation(new RemoveDeviceType());
        d.Operation(new AddDevice());
        d.Operation(new SetDevice());
        d.Operation(new RemoveDevice());
        d.Operation(new SetHealthCheck());
        d.Operation(new SetDeviceTemplate());
        d.Operation(new AddWorker());
        d.Operation(new SetWorker(_options.Rules));
        d.Operation(new RemoveWorker());
        d.Operation(new RunTestJob(_options, Assignments));
        d.Operation(new SubmitGroup());

        d.Resource(DeviceTypeResource.Build());
        d.Resource(DeviceResource.Build());
        d.Resource(DeviceTemplateResource.Build());
        d.Resource(CheckDefinitionResource.Build());
        d.Resource(WorkerResource.Build(Assignments.Hearing));
        d.Resource(TestJobResource.Build());
        d.Resource(ResultResource.Build());

        d.Controller(Assignments.Hearing);
        d.Controller(Assignments);
        d.Controller(Checks);
        d.Controller(Logs);
        d.Periodic("workers", _options.LookInterval, Assignments.Hearing.LookAsync);
        d.Periodic("health checks", _options.LookInterval, Checks.LookAsync);
        d.Periodic("idle logs of test jobs", TimeSpan.FromSeconds(30), Logs.CloseIdleAsync);
    }
}
