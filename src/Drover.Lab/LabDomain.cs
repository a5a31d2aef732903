using System.Diagnostics.Metrics;
using Drover.Kernel.Domains;
using Drover.Kernel.Logs;
using Drover.Lab.Assignments;
using Drover.Lab.Callbacks;
using Drover.Lab.Devices;
using Drover.Lab.DeviceTypes;
using Drover.Lab.Events;
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
    private readonly Memberships _memberships;

    /// <param name="options">The settings.</param>
    /// <param name="files">Keeps the logs of test jobs.</param>
    /// <param name="logging">Takes lines about what happens.</param>
    /// <param name="meters">Makes the meter; null where nobody listens.</param>
    /// <param name="memberships">In which groups submitters are; null where there are none.</param>
    public LabDomain(LabOptions options, ILogFiles files, ILoggerFactory logging, IMeterFactory? meters = null, Memberships? memberships = null)
    {
        _options = options;
        _memberships = memberships ?? ((_, _) => []);
        Assignments = new WorkerAssignments(new WorkerHearing(options, logging), logging);
        Checks = new HealthCheckRunner(options, logging);
        Logs = new TestJobLogs(options, files, logging);
        Sweep = new LogSweep(options, files, logging);
        Descriptions = new DescriptionIntake(options, logging);
        Timeouts = new QueueTimeouts(logging);
        Events = new LabEvents(options, logging);
        Logs.EventRaised = Events.Raise;
        Instruments = new LabInstruments(meters, Logs);
    }

    /// <summary>What workers have to do.</summary>
    public WorkerAssignments Assignments { get; }

    /// <summary>What workers have to say.</summary>
    public TestJobLogs Logs { get; }

    /// <summary>What workers say of the pipelines of test jobs.</summary>
    public DescriptionIntake Descriptions { get; }

    /// <summary>What happens, as LAVA tells it.</summary>
    public LabEvents Events { get; }

    /// <summary>What is measured.</summary>
    public LabInstruments Instruments { get; }

    internal LogSweep Sweep { get; }

    internal HealthCheckRunner Checks { get; }

    internal QueueTimeouts Timeouts { get; }

    /// <inheritdoc/>
    public void Describe(DomainBuilder d)
    {
        d.Object(DeviceType.Kind);
        d.Object(Device.Kind);
        d.Object(CheckDefinition.Kind);
        d.Object(DeviceTemplate.Kind);
        d.Object(Worker.Kind);
        d.Object(WorkerConfiguration.Kind);
        d.Object(DeviceTag.Kind);
        d.Object(TestJob.Kind);
        d.Object(TestGroup.Kind);
        d.Object(DeviceTypeLook.Kind);
        d.Table(TestJob.Finished);
        d.Object(Callback.Kind);
        d.Table(Callback.Done);
        d.Table(TestJobTexts.Table);
        d.Table(TestJobDescription.Table);
        d.Table(TestResult.Table);
        d.LockLevel(DeviceLevel, 70, (_, name) => $"device {name}", DeviceClosings.Of(_options.Rules));
        d.LockLevel(GroupLocks.Level, 71, GroupLocks.Title, GroupLocks.Closings);
        d.Pool(Pool, _ => new PoolLimits(_options.JobsTracked, _options.JobsTracked));

        d.Operation(new AddDeviceType());
        d.Operation(new SetDeviceType());
        d.Operation(new RemoveDeviceType());
        d.Operation(new AddDevice(_options));
        d.Operation(new SetDevice(_options));
        d.Operation(new RemoveDevice());
        d.Operation(new SetHealthCheck());
        d.Operation(new SetDeviceTemplate());
        d.Operation(new AddWorker());
        d.Operation(new SetWorker(_options.Rules));
        d.Operation(new RemoveWorker());
        d.Operation(new SetWorkerText(_options));
        d.Operation(new SetDeviceTag());
        d.Operation(new RemoveDeviceTag());
        var rosters = new DeviceRosters();
        d.Operation(new RunTestJob(_options, Assignments, Timeouts, _memberships, rosters));
        d.Operation(new SubmitGroup(_memberships, rosters));

        d.Resource(DeviceTypeResource.Build());
        d.Resource(DeviceResource.Build());
        d.Resource(DeviceTemplateResource.Build());
        d.Resource(CheckDefinitionResource.Build());
        d.Resource(WorkerResource.Build(Assignments.Hearing));
        d.Resource(WorkerConfigurationResource.Build());
        d.Resource(TestJobResource.Build());
        d.Resource(ResultResource.Build());
        d.Resource(CallbackResource.Build());

        d.Controller(Assignments.Hearing);
        d.Controller(Assignments);
        d.Controller(Checks);
        d.Controller(Logs);
        d.Controller(Descriptions);
        d.Controller(Timeouts);
        d.Controller(Events);
        d.Controller(Instruments);
        d.Periodic("workers", _options.LookInterval, Assignments.Hearing.LookAsync);
        d.Periodic("health checks", _options.LookInterval, Checks.LookAsync);
        d.Periodic("test jobs whose devices have changed", TimeSpan.FromSeconds(1), DeviceTypeLook.FinishAsync);
        d.Periodic("starts of test jobs", TimeSpan.FromSeconds(1), Assignments.LookAtStartsAsync);
        d.Periodic("queue timeouts of test jobs", TimeSpan.FromSeconds(1), Timeouts.LookAsync);
        d.Periodic("idle logs of test jobs", TimeSpan.FromSeconds(30), Logs.CloseIdleAsync);
        d.Periodic("old logs of test jobs", TimeSpan.FromHours(1), Sweep.LookAsync);
    }
}
