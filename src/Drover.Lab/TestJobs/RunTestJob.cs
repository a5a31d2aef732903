using System.Globalization;
using System.Text.Json;
using Drover.Kernel.Commands;
using Drover.Kernel.Events;
using Drover.Kernel.Jobs;
using Drover.Kernel.Operations;
using Drover.Kernel.State;
using Drover.Lab.Assignments;
using Drover.Lab.Definitions;
using Drover.Lab.Devices;
using Drover.Lab.DeviceTypes;
using Drover.Lab.Groups;
using Drover.Lab.Results;
using Drover.Lab.Scheduling;
using Drover.Lab.Workers;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Lab.TestJobs;

/// <summary>OP_TEST_JOB_RUN: a test job. Its reservation is an exclusive lock on a device; it runs as long as a worker runs it.</summary>
/// <param name="options">Limits.</param>
/// <param name="assignments">What workers have to do.</param>
/// <param name="timeouts">How long jobs may wait.</param>
/// <param name="memberships">In which groups submitters are.</param>
/// <param name="rosters">Which devices there are for whom.</param>
internal sealed class RunTestJob(LabOptions options, WorkerAssignments assignments, QueueTimeouts timeouts, Memberships memberships, DeviceRosters rosters) : EffectOperation, ITurnOperation
{
    public const string Id = "OP_TEST_JOB_RUN";

    public override OpcodeSchema Schema { get; } = new(Id,
    [
        new("definition", ParameterType.NonEmptyString, default, Required: true),
        OpcodeParameter.Optional("device", ParameterType.Name),
        new("health_check", ParameterType.Boolean, "false"u8.ToArray(), Required: false),
        OpcodeParameter.Optional("group", ParameterType.Name),
        OpcodeParameter.Optional("sub_id", ParameterType.Integer),
    ], summaryField: null);

    public override string Pool => LabDomain.Pool;

    /// <summary>The worker goes on while the master is away.</summary>
    public override Recovery Recovery => Recovery.Resume;

    public override bool Interruptible => true;

    /// <exception cref="OperationException">No device can ever be had.</exception>
    public override LockSet Locks(OpcodeScope scope) => Candidates.LocksOf(rosters, scope.State, scope.State.TestJob(scope.JobId) ?? Wish(scope));

    /// <exception cref="SubmitRefusedException">The definition is wrong, or no device can ever be had.</exception>
    public void Accepted(OpcodeScope scope, Decision decision)
    {
        try
        {
            var job = scope["group"].Text() is { } group ? Join(scope, decision, group) : Wish(scope);
            if (job.HealthCheck && decision.State.Objects.All(TestJob.Kind).FirstOrDefault(other => other.HealthCheck && other.Bound == job.Bound) is { } check)
                throw new SubmitRefusedException("HEALTH_CHECK_RUNS", $"Device {job.Bound} has its health check {check.Id} already.");
            Candidates.LocksOf(rosters, decision.State, job);
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
        var names = locks.Demands.Where(demand => demand.Lock.Level == LabDomain.DeviceLevel).Select(demand => demand.Lock.Member!);
        if (decision.State.Group(job.Group) is not { } group)
            TestJobChanges.Schedule(decision, job, decision.State.Objects.Find(Device.Kind, names.Single())!);
        else if (group.Leader == job.Id)
            GroupDevices.Share(decision, group, names);
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
        if (!over.HasLeft)
            TestJobChanges.Leave(decision, over, options.Rules);
        GroupEnds.Leave(decision, over);
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
        var own = job.IsOver ? Task.CompletedTask : RunAsync(context, job, cancellationToken);
        if (job.Group is { } group)
            await new GroupHold(context, group, own, assignments.Leaving, options.Rules).UntilOverAsync(cancellationToken);
        await own;
        return Outcome(context.State.TestJob(context.JobId) ?? job, cancellationToken);
    }

    private async Task RunAsync(OperationContext context, TestJob job, CancellationToken cancellationToken)
    {
        if (job.Worker is null)
            throw Refusal.WrongState($"Device {Place(job)} hangs on no worker");
        if (await TextsAsync(context, job) is not { } texts)
            return;
        var assignment = assignments.Begin(job, texts, mayBeTaken: context.Resumed);
        try
        {
            // Beside the START, which does not wait for it.
            await context.ExecuteAsync(new KeepTexts(new TestJobTexts(job.Id, assignment.Device, texts.Within(options.TextLimit))), CancellationToken.None);
            assignment.Explain = obstacle => context.WaitsFor = assignment.State == TestJobState.Finished ? context.WaitsFor : Waits(context.State, assignment, obstacle);
            assignment.Explain(assignments.Obstacle);
            try
            {
                await assignment.Over.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (!context.Kernel.Stopping)
            {
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

    /// <summary>What a test job that has a device waits for, in words that can follow "waits for".</summary>
    private static string Waits(KernelState state, Assignment assignment, string? obstacle)
    {
        var (worker, device) = (assignment.Worker, assignment.Device);
        var offline = state.Objects.Find(Worker.Kind, worker) is { Online: false } ? ", which is offline," : "";
        var holdup = assignment.Holdup is { } why ? $", and {why}" : "";
        return assignment.State switch
        {
            TestJobState.Running => $"its end: worker {worker}{offline} runs it on device {device}{holdup}",
            TestJobState.Canceling => $"worker {worker}{offline} to cancel it on device {device}{holdup}",
            _ when obstacle is not null => $"its start on device {device}: no test job is started while {obstacle}",
            _ => $"worker {worker}{offline} to start it on device {device}{holdup}",
        };
    }

    /// <summary>What the worker gets; null when it cannot be made, which ends the test job.</summary>
    private static async Task<WorkerTexts?> TextsAsync(OperationContext context, TestJob job)
    {
        try
        {
            var text = context["definition"].Text()!;
            var device = context.State.Objects.Find(Device.Kind, Place(job));
            var worker = WorkerConfiguration.ForStart(context.State, job.Worker!);
            var (written, configuration) = context.State.Group(job.Group) is { } group ? GroupTexts.Of(context.State, group, job, device, text) : Texts(context.State, device, text);
            return new WorkerTexts(written, configuration, worker.Dispatcher ?? "", worker.Environment ?? "", worker.DeviceEnvironment ?? "");
        }
        catch (Exception e) when (e is DeviceConfigurationException or DefinitionException)
        {
            var end = new TestJobEnd(TestJobHealth.Incomplete, "Infrastructure", e.Message);
            await context.ExecuteAsync(new RecordResults([TestResult.OfFailedStart(job, end, context.Clock)]), CancellationToken.None);
            await context.ExecuteAsync(new ReportEnd(job.Id, end), CancellationToken.None);
            return null;
        }
    }

    private static (string Definition, string Device) Texts(KernelState state, Device? device, string text)
    {
        // Where a device is free it was read just now.
        var definition = JobWish.Known(text)?.Definition ?? JobDefinition.Read(text, DefinitionRules.Submission);
        return (definition.WithCompatibility(0), device is null ? "" : DeviceConfiguration.Render(state, device, definition.Context));
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

    /// <summary>The device that it has, or connects to.</summary>
    private static string Place(TestJob job) => job.Device ?? job.HostDevice ?? "";

    /// <summary>A member takes its place in the group that has just been made for it.</summary>
    private TestJob Join(OpcodeScope scope, Decision decision, string name)
    {
        var place = scope["sub_id"].ValueKind == JsonValueKind.Number && scope["sub_id"].TryGetInt32(out var number) ? number : -1;
        if (decision.State.Group(name) is not { } group || place < 0 || place >= group.Members.Length || (place == 0 ? group.First != 0 : group.JobOf(place) != scope.JobId))
            throw Refusal.WrongInput($"There is no such place in a group: test jobs of a group are made by {SubmitGroup.Id}");
        if (place == 0)
        {
            group = group with { First = scope.JobId };
            decision.Store(TestGroup.Kind, name, group);
            decision.LookAtLock(GroupLocks.Level, name);
        }
        var member = group.Members[place];
        return new TestJob
        {
            Id = scope.JobId,
            Name = group.JobName,
            DeviceType = member.DeviceType ?? "",
            Tags = member.Tags,
            Submitter = scope.Owner,
            SubmitterGroups = memberships(scope.State, scope.Owner),
            Priority = group.Priority,
            Visibility = group.Visibility,
            Group = name,
            GroupJob = group.MadeBy,
            SubId = string.Create(CultureInfo.InvariantCulture, $"{group.First}.{place}"),
            Role = member.Role,
            NotifyWhen = group.NotifyWhen,
            Callbacks = group.Callbacks,
            Submitted = scope.Now,
            QueueEnds = group.QueueTimeout is { } wait ? scope.Now + wait : null,
        };
    }

    private TestJob Wish(OpcodeScope scope)
    {
        var wish = JobWish.Read(scope["definition"].Text()!);
        if (wish.Definition.DeviceType is not { } type)
            throw Refusal.WrongInput($"protocols.lava-multinode: a job of several devices is submitted with {SubmitGroup.Id}");
        if (scope.State.Objects.Find(DeviceType.Kind, type) is null)
            throw Refusal.Unknown("Device type", type);
        return new TestJob
        {
            Id = scope.JobId,
            Name = wish.Definition.Name,
            DeviceType = type,
            Tags = wish.Definition.Tags,
            Submitter = scope.Owner,
            SubmitterGroups = memberships(scope.State, scope.Owner),
            Priority = wish.Definition.Priority,
            Visibility = wish.Visibility,
            NotifyWhen = wish.NotifyWhen,
            Callbacks = wish.Callbacks,
            HealthCheck = scope["health_check"].IsTrue(),
            Bound = scope["device"].Text(),
            Submitted = scope.Now,
            QueueEnds = wish.Definition.QueueTimeout is { } wait ? scope.Now + wait : null,
        };
    }
}
