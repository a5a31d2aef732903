using System.Globalization;
using Drover.Kernel.Events;
using Drover.Kernel.State;
using Drover.Lab.Devices;
using Drover.Lab.TestJobs;
using Drover.Lab.Workers;

namespace Drover.Lab.Events;

/// <summary>Finds in the journal what LAVA would tell: that the state or the health of a test job, a device or a worker is another one. The use of a device follows from the test job that has it,
/// and is told before that of the job.</summary>
internal sealed class LabChanges
{
    private const string Idle = "Idle", Reserved = "Reserved", Running = "Running";

    private readonly LabRules _rules;
    private readonly Dictionary<long, (TestJobState State, TestJobHealth Health)> _jobs = [];
    private readonly Dictionary<string, KnownDevice> _devices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (bool Online, WorkerHealth Health)> _workers = new(StringComparer.Ordinal);

    /// <param name="state">What is so before the first change.</param>
    /// <param name="rules">Whose form the events have.</param>
    public LabChanges(KernelState state, LabRules rules)
    {
        _rules = rules;
        foreach (var device in state.Devices())
            _devices[device.Name] = new KnownDevice(device, Idle, null);
        foreach (var worker in state.Workers())
            _workers[worker.Name] = (worker.Online, worker.Health);
        foreach (var job in state.Objects.All(TestJob.Kind))
        {
            _jobs[job.Id] = (job.State, job.Health);
            if (job is { IsOver: false, Device: { } device } && _devices.TryGetValue(device, out var known))
                _devices[device] = known with { Use = job.Started is null ? Reserved : Running, Job = job.Id };
        }
    }

    /// <summary>What a record of the journal means to those who listen.</summary>
    public IEnumerable<LabEvent> Take(Event happening, Timestamp time)
    {
        switch (happening)
        {
            case ObjectStored { Value: TestJob job }:
                return OfJob(job, time);
            case ObjectStored { Value: Device device }:
                return OfDevice(device, time);
            case ObjectStored { Value: Worker worker }:
                return OfWorker(worker, time);
            case ObjectRemoved removed when removed.Kind == TestJob.Kind.Name:
                _jobs.Remove(long.Parse(removed.Key, CultureInfo.InvariantCulture));
                return [];
            case ObjectRemoved removed when removed.Kind == Device.Kind.Name:
                _devices.Remove(removed.Key);
                return [];
            case ObjectRemoved removed when removed.Kind == Worker.Kind.Name:
                _workers.Remove(removed.Key);
                return [];
            default:
                return [];
        }
    }

    private List<LabEvent> OfJob(TestJob job, Timestamp time)
    {
        var events = new List<LabEvent>(2);
        if (UseBy(job) is { } use && job.Device is { } name && _devices.TryGetValue(name, out var known) && known.Use != use)
        {
            // The job is told with a device that it uses or has used, and not yet with one that is only kept for it.
            events.Add(EventBodies.OfDevice(known.Device, use, use == Reserved ? null : job.Id, _rules, time.ToDateTimeOffset()));
            _devices[name] = known with { Use = use, Job = use == Idle ? null : job.Id };
        }
        var before = _jobs.TryGetValue(job.Id, out var told) ? told : ((TestJobState, TestJobHealth)?)null;
        _jobs[job.Id] = (job.State, job.Health);
        if (before != (job.State, job.Health) || job.State == TestJobState.Submitted)
            events.Add(EventBodies.OfJob(job, _rules, time.ToDateTimeOffset()));
        return events;
    }

    private IEnumerable<LabEvent> OfDevice(Device device, Timestamp time)
    {
        var known = _devices.GetValueOrDefault(device.Name);
        _devices[device.Name] = known is null ? new KnownDevice(device, Idle, null) : known with { Device = device };
        return known?.Device.Health == device.Health ? [] : [EventBodies.OfDevice(device, known?.Use ?? Idle, known?.Job, _rules, time.ToDateTimeOffset())];
    }

    private IEnumerable<LabEvent> OfWorker(Worker worker, Timestamp time)
    {
        var isKnown = _workers.TryGetValue(worker.Name, out var known);
        _workers[worker.Name] = (worker.Online, worker.Health);
        return isKnown && known == (worker.Online, worker.Health) ? [] : [EventBodies.OfWorker(worker, time.ToDateTimeOffset())];
    }

    /// <summary>What a test job makes of its device; null where that stays as it is.</summary>
    private static string? UseBy(TestJob job) => job.State switch
    {
        TestJobState.Scheduled => Reserved,
        TestJobState.Running => Running,
        TestJobState.Finished => Idle,
        _ => null,
    };

    private sealed record KnownDevice(Device Device, string Use, long? Job);
}
