using Drover.Kernel.Commands;
using Drover.Kernel.State;
using Drover.Lab.Callbacks;
using Drover.Lab.Devices;
using Drover.Lab.Groups;
using Drover.Lab.Workers;

namespace Drover.Lab.TestJobs;

/// <summary>The transitions of a test job and what they do to its device. A transition that comes too late changes nothing.</summary>
internal static class TestJobChanges
{
    /// <summary>The test job when it is not over, else null.</summary>
    public static TestJob? TestJob(this KernelState state, long id) => state.Objects.Find(TestJobs.TestJob.Kind, TestJobs.TestJob.KeyOf(id));

    public static void Store(Decision decision, TestJob job) => decision.Store(TestJobs.TestJob.Kind, TestJobs.TestJob.KeyOf(job.Id), job);

    /// <summary>It has a device.</summary>
    public static void Schedule(Decision decision, TestJob job, Device device)
    {
        if (job.State >= TestJobState.Scheduled)
            return;
        Store(decision, job with { State = TestJobState.Scheduled, Device = device.Name, Worker = device.Worker });
        WorkerChange.LookAgain(decision, device.Worker);
    }

    /// <summary>It connects to the device of another member of its group.</summary>
    public static void Connect(Decision decision, TestJob job, Device host)
    {
        if (job.State < TestJobState.Scheduled)
            Store(decision, job with { State = TestJobState.Scheduled, HostDevice = host.Name, Worker = host.Worker });
    }

    /// <summary>Its worker runs it.</summary>
    public static bool Run(Decision decision, TestJob job)
    {
        if (job.State >= TestJobState.Running)
            return false;
        job = job with { State = TestJobState.Running, Started = decision.Now };
        Store(decision, job);
        CallbackRules.Raise(decision, job);
        if (!job.HealthCheck && decision.State.Objects.Find(Device.Kind, job.Device ?? "") is { } device)
            DeviceChange.Store(decision, device with { JobsSinceCheck = device.JobsSinceCheck + 1 });
        return true;
    }

    /// <summary>It is to end. One without a device ends at once.</summary>
    public static void Cancel(Decision decision, TestJob job)
    {
        if (job.State == TestJobState.Submitted)
        {
            Finish(decision, job, new TestJobEnd(TestJobHealth.Canceled));
        }
        else if (job.State < TestJobState.Canceling)
        {
            var canceling = job with { State = TestJobState.Canceling };
            Store(decision, canceling);
            GroupEnds.After(decision, canceling, TestJobHealth.Canceled);
        }
    }

    /// <summary>It is over.</summary>
    /// <exception cref="InvalidOperationException">The end says nothing of its health.</exception>
    public static void Finish(Decision decision, TestJob job, TestJobEnd end)
    {
        if (end.Health == TestJobHealth.Unknown)
            throw new InvalidOperationException($"Test job {job.Id} cannot end with an unknown health.");
        if (job.IsOver)
            return;
        job = job with
        {
            State = TestJobState.Finished,
            Health = job.State == TestJobState.Canceling ? TestJobHealth.Canceled : end.Health,
            Ended = decision.Now,
            Started = job.Started ?? (job.Worker is null ? null : decision.Now),
            ErrorType = end.ErrorType,
            Comment = end.Comment,
        };
        Store(decision, job);
        CallbackRules.Raise(decision, job);
        GroupEnds.After(decision, job, end.Health);
    }

    /// <summary>Its device is free again: what the end says of the health of that.</summary>
    public static void Leave(Decision decision, TestJob over, LabRules rules)
    {
        WorkerChange.LookAgain(decision, over.Worker);
        if (decision.State.Objects.Find(Device.Kind, over.Device ?? "") is not { } device)
            return;
        if (device.Worker != over.Worker)
            WorkerChange.LookAgain(decision, device.Worker);
        var health = HealthRules.After(device.Health, over.HealthCheck, over.Health, HealthRules.IsInfrastructure(over.ErrorType), rules);
        if (over.HealthCheck)
            device = device with
            {
                LastCheck = new CheckReport(over.Id, over.Submitted),
                JobsSinceCheck = 0,
            };
        DeviceChange.SetHealth(decision, device, health, over.HealthCheck
            ? $"health check {over.Id} {(over.Health == TestJobHealth.Complete ? "completed" : over.Health == TestJobHealth.Canceled ? "canceled" : "failed")}"
            : $"infrastructure error in job {over.Id}");
    }
}

/// <summary>How a test job has ended.</summary>
/// <param name="Health">Complete, incomplete or canceled.</param>
/// <param name="ErrorType">Type of the error, as workers name them; empty for none.</param>
/// <param name="Comment">Why it did not complete, in words; empty when nobody says.</param>
public sealed record TestJobEnd(TestJobHealth Health, string ErrorType = "", string Comment = "");
