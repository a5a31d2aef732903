using System.Text.Json;
using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Opcodes;

namespace Drover.Tasks;

/// <summary>OP_TASK_ADD: a job that is submitted by the clock, on behalf of who adds it. The result is when it is due first, in seconds since the epoch.</summary>
internal sealed class AddTask(TaskLimits limits) : StateOperation
{
    /// <summary>What is submitted later is not looked at with the rights of who added it.</summary>
    public override bool AdminsOnly => true;

    public override OpcodeSchema Schema { get; } = new("OP_TASK_ADD",
    [
        new("name", ParameterType.Name, default, Required: true),
        new("schedule", ParameterType.NonEmptyString, default, Required: true),
        new("ops", TaskOps.Parameter, default, Required: true),
        new("zone", ParameterType.NonEmptyString, "\"UTC\""u8.ToArray(), Required: false),
        new("catch_up", ParameterType.Boolean, "true"u8.ToArray(), Required: false),
        new("overlap", ParameterType.Boolean, "false"u8.ToArray(), Required: false),
        OpcodeParameter.Optional("description", ParameterType.String),
    ], "name");

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        var name = scope["name"].Text()!;
        if (scope.State.Objects.Find(ScheduledTask.Kind, name) is not null)
            throw Refusal.Exists($"There is a task '{name}' already: change it with OP_TASK_SET, or remove it first");
        if (scope.State.Objects.All(ScheduledTask.Kind).Count() >= limits.Tasks)
            throw Refusal.WrongState($"There are {limits.Tasks} tasks, and no more are kept: remove some, or raise task-limit");
        TaskParameters.Check(scope, scope["schedule"].Text()!, scope["zone"].Text()!);
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        TaskOps.Read(decision.Model, scope["ops"]);
        var task = new ScheduledTask
        {
            Name = scope["name"].Text()!,
            Schedule = scope["schedule"].Text()!,
            Zone = scope["zone"].Text()!,
            Ops = RawJson.From(scope["ops"]),
            CatchUp = scope["catch_up"].IsTrue(),
            Overlap = scope["overlap"].IsTrue(),
            Description = scope["description"].Text() ?? "",
            Owner = scope.Owner,
            Created = decision.Now,
            Since = decision.Now,
        };
        decision.Store(ScheduledTask.Kind, task.Name, task);
        return TaskParameters.Next(task);
    }
}

/// <summary>OP_TASK_SET: changes a task; what is left out stays. What was due before is not made up for. Whose its jobs are does not change.</summary>
internal sealed class SetTask : StateOperation
{
    /// <summary>What is submitted later is not looked at with the rights of who added it.</summary>
    public override bool AdminsOnly => true;

    public override OpcodeSchema Schema { get; } = new("OP_TASK_SET",
    [
        new("name", ParameterType.Name, default, Required: true),
        OpcodeParameter.Optional("schedule", ParameterType.NonEmptyString),
        OpcodeParameter.Optional("ops", TaskOps.Parameter),
        OpcodeParameter.Optional("zone", ParameterType.NonEmptyString),
        OpcodeParameter.Optional("catch_up", ParameterType.Boolean),
        OpcodeParameter.Optional("overlap", ParameterType.Boolean),
        OpcodeParameter.Optional("suspended", ParameterType.Boolean),
        OpcodeParameter.Optional("description", ParameterType.String),
    ], "name");

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        var task = TaskParameters.Target(scope);
        TaskParameters.Check(scope, scope["schedule"].Text() ?? task.Schedule, scope["zone"].Text() ?? task.Zone);
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var task = TaskParameters.Target(scope);
        if (scope["ops"].IsGiven())
            TaskOps.Read(decision.Model, scope["ops"]);
        task = task with
        {
            Schedule = scope["schedule"].Text() ?? task.Schedule,
            Zone = scope["zone"].Text() ?? task.Zone,
            Ops = scope["ops"].IsGiven() ? RawJson.From(scope["ops"]) : task.Ops,
            CatchUp = scope["catch_up"].IsGiven() ? scope["catch_up"].IsTrue() : task.CatchUp,
            Overlap = scope["overlap"].IsGiven() ? scope["overlap"].IsTrue() : task.Overlap,
            Suspended = scope["suspended"].IsGiven() ? scope["suspended"].IsTrue() : task.Suspended,
            Description = scope["description"].Text() ?? task.Description,
            Since = decision.Now,
            Problem = null,
        };
        decision.Store(ScheduledTask.Kind, task.Name, task);
        return TaskParameters.Next(task);
    }
}

/// <summary>OP_TASK_REMOVE: a task is due no more. Its jobs go on.</summary>
internal sealed class RemoveTask : StateOperation
{
    public override OpcodeSchema Schema { get; } = new("OP_TASK_REMOVE", [new("name", ParameterType.Name, default, Required: true)], "name");

    public override void CheckPrerequisites(OpcodeScope scope) => TaskParameters.Target(scope);

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        decision.Remove(ScheduledTask.Kind, scope["name"].Text()!);
        return OpcodeOutcome.None;
    }
}

/// <summary>OP_TASK_RUN: submits the job of a task now, besides its schedule, on behalf of who asks for it.</summary>
internal sealed class RunTask : StateOperation
{
    public override bool AdminsOnly => true;

    public override OpcodeSchema Schema { get; } = new("OP_TASK_RUN", [new("name", ParameterType.Name, default, Required: true)], "name");

    public override void CheckPrerequisites(OpcodeScope scope) => TaskParameters.Target(scope);

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        using var ops = JsonDocument.Parse(TaskParameters.Target(scope).Ops.Utf8);
        return OpcodeOutcome.None with { Jobs = [TaskOps.Read(decision.Model, ops.RootElement)] };
    }
}
