using Drover.Kernel.Commands;
using Drover.Kernel.Events;
using Drover.Kernel.Jobs;
using Drover.Kernel.Operations;
using Drover.Lab.Assignments;
using Drover.Lab.Definitions;
using Drover.Lab.Devices;
using Drover.Lab.DeviceTypes;
using Drover.Lab.Results;
using Drover.Lab.Scheduling;
using Drover.Lab.Workers;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Lab.TestJobs;

/// <summary>OP_TEST_JOB_RUN: a test job. Its reservation is an exclusive lock on a device; it runs as long as a worker runs it.</summary>
internal sealed class RunTestJob(LabOptions options, WorkerAssignments assignments, QueueTimeouts timeouts) : EffectOperation, ITurnOperation
{
    public const string Id = "OP_TEST_JOB_RUN";

    public override OpcodeSchema Schema { get; } = new(Id,
    [
        new("definition", ParameterType.NonEmptyString, default, Required: true),
        OpcodeParameter.Optional("device", ParameterType.Name),
        new("health_check", ParameterType.Boolean, "false"u8.ToArray(), Required: false),
    ], summaryField: null);

    public override string Pool => LabDomain.Pool;

    /// <summary>The worker goes on while the master is away.</summary>
    public override Recovery Recovery => Recovery.Resume;

    public override bool Interruptible => true;

    /// <exception cref="OperationException">No device can ever be had.</exception>
    public override LockSet Locks(OpcodeScope scope) => Candidates.LocksOf(scope.State, scope.State.TestJob(scope.JobId) ?? Wish(scope));

    /// <exception cref="SubmitRefusedException">The definition is wrong, or no device can ever be had.</exception>
    public void Accepted(OpcodeScope scope, Decision decision)
    {
        try
        {
            var job = Wish(scope);
            if (job.HealthCheck && decision.State.Objects.All(TestJob.Kind).FirstOrDefault(other => other.HealthCheck && other.Bound == job.Bound) is { } check)
                throw new SubmitRefusedException("HEALTH_CHECK_RUNS", $"Device {job.Bound} has its health check {check.Id} already.");
            Candidates.LocksOf(decision.State, job);
            if (scope.DryRun)
                return;
            TestJobChanges.Store(decision, job);
            timeouts.Watch(job);
            if (decision.State.Unfinished(job.Id)!.Priority == 0 && QueueOrder.PriorityOf(job.Priority) is not 0 and var priority)
                decision.Emit(new JobPriorityChanged(job.Id, priority));
        }
        catch (OperationException e)
        {
            throw new SubmitRefusedException("TEST_JOB_REFUSED", e.Message);
        }
    }

    public void Started(OpcodeScope scope, LockSet locks, Decision decision)
    {
        if (decision.State.TestJob(scope.JobId) is not { } job)
            return;
        var name = locks.Demands.Single(demand => demand.Lock.Level == LabDomain.DeviceLevel).Lock.Member!;
        TestJobChanges.Schedule(decision, job, decision.State.Objects.Find(Device.Kind, name)!);
    }

    public void Ended(OpcodeScope scope, JobStatus status, Decision decision)
    {
        if (decision.State.TestJob(scope.JobId) is not { } job)
            return;
        TestJobChanges.Finish(decision, job, status == JobStatus.Canceled
            ? new TestJobEnd(TestJobHealth.Canceled, "", job.IsLate(decision.Now) ? QueueTimeouts.ReasonOf(job) : "")
            : new TestJobEnd(TestJobHealth.Incomplete, "", "its job was ended before its worker had reported"));
        var over = decision.State.TestJob(scope.JobId)!;
        decision.Remove(TestJob.Kind, TestJob.KeyOf(over.Id));
        TestJob.Finished.Write(decision, [over]);
        TestJobChanges.Leave(decision, over, options.Rules);
    }

    protected override async Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
    {
        if (context.DryRun)
        {
            context.Log(TrialNote);
            return OpcodeOutcome.None;
        }
        if (context.State.TestJob(context.JobId) is not { } job)
            throw Refusal.Failed("Nothing is known of this test job any more");
        if (!job.IsOver)
            await RunAsync(context, job, cancellationToken);
        return Outcome(context.State.TestJob(context.JobId) ?? job, cancellationToken);
    }

    private async Task RunAsync(OperationContext context, TestJob job, CancellationToken cancellationToken)
    {
        if (job.Worker is null)
            throw Refusal.WrongState($"Device {job.Device} hangs on no worker");
        if (await TextsAsync(context, job) is not { } texts)
            return;
        var assignment = assignments.Begin(job, texts, mayBeTaken: context.Resumed);
        try
        {
            // Beside the START, which does not wait for it.
            await context.ExecuteAsync(new KeepTexts(new TestJobTexts(job.Id, assignment.Device, texts.Within(options.TextLimit))), CancellationToken.None);
            assignment.Explain = obstacle => context.WaitsFor = obstacle is null
                ? $"worker {job.Worker} to run it on device {job.Device}"
                : $"its start on device {job.Device}: no test job is started while {obstacle}";
            assignment.Explain(assignments.Obstacle);
            try
            {
                await assignment.Over.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (!context.Kernel.Stopping)
            {
                context.WaitsFor = $"worker {job.Worker} to end it on device {job.Device}";
                await assignments.CancelAsync(assignment);
                await Task.WhenAny(assignment.Over, assignments.Leaving);
                // A daemon that leaves lets its workers go on; the next start takes the job up again.
                if (!assignment.Over.IsCompleted)
                    throw;
            }
        }
        finally
        {
            assignments.Forget(assignment);
        }
    }

    /// <summary>What the worker gets; null when it cannot be made, which ends the test job.</summary>
    private static async Task<WorkerTexts?> TextsAsync(OperationContext context, TestJob job)
    {
        try
        {
            var definition = JobDefinition.Read(context["definition"].Text()!, DefinitionRules.Submission);
            var device = context.State.Objects.Find(Device.Kind, job.Device!);
            var worker = WorkerConfiguration.ForStart(context.State, job.Worker!);
            return new WorkerTexts(definition.WithCompatibility(0), device is null ? "" : DeviceConfiguration.Render(context.State, device, definition.Context),
                worker.Dispatcher ?? "", worker.Environment ?? "", worker.DeviceEnvironment ?? "");
        }
        catch (Exception e) when (e is DeviceConfigurationException or DefinitionException)
        {
            var end = new TestJobEnd(TestJobHealth.Incomplete, "Infrastructure", e.Message);
            await context.ExecuteAsync(new RecordResults([TestResult.OfFailedStart(job, end, context.Clock)]), CancellationToken.None);
            await context.ExecuteAsync(new ReportEnd(job.Id, end), CancellationToken.None);
            return null;
        }
    }

    private static OpcodeOutcome Outcome(TestJob over, CancellationToken cancellationToken) => over.Health switch
    {
        TestJobHealth.Complete => new OpcodeOutcome(RawJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("health", "complete");
            json.WriteString("device", over.Device);
            json.WriteEndObject();
        })),
        TestJobHealth.Canceled when cancellationToken.IsCancellationRequested => throw new OperationCanceledException(cancellationToken),
        TestJobHealth.Canceled => throw Refusal.Failed("The test job was canceled"),
        _ => throw Refusal.Failed(
            $"The test job is incomplete{(over.ErrorType.Length > 0 ? $" ({over.ErrorType} error)" : "")}{(over.Comment.Length > 0 ? $": {over.Comment}" : "")}"),
    };

    private static TestJob Wish(OpcodeScope scope)
    {
        var wish = JobWish.Read(scope["definition"].Text()!);
        if (scope.State.Objects.Find(DeviceType.Kind, wish.DeviceType) is null)
            throw Refusal.Unknown("Device type", wish.DeviceType);
        return new TestJob
        {
            Id = scope.JobId,
            Name = wish.Name,
            DeviceType = wish.DeviceType,
            Tags = [.. wish.Tags],
            Submitter = scope.Owner,
            Priority = wish.Priority,
            Visibility = wish.Visibility,
            NotifyWhen = wish.NotifyWhen,
            Callbacks = wish.Callbacks,
            HealthCheck = scope["health_check"].IsTrue(),
            Bound = scope["device"].Text(),
            Submitted = scope.Now,
            QueueEnds = wish.QueueTimeout is { } wait ? scope.Now + wait : null,
        };
    }
}
