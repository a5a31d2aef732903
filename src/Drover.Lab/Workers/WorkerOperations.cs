using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Opcodes;

namespace Drover.Lab.Workers;

/// <summary>OP_WORKER_ADD: a new worker, offline until it is heard.</summary>
internal sealed class AddWorker : StateOperation
{
    public override OpcodeSchema Schema { get; } = new("OP_WORKER_ADD",
    [
        new("name", ParameterType.Name, default, Required: true),
        OpcodeParameter.Optional("description", ParameterType.String),
        OpcodeParameter.Optional("job_limit", ParameterType.IntegerBetween(0, 1_000_000)),
        OpcodeParameter.Optional("token_hash", ParameterType.String),
    ], "name");

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        var name = scope["name"].Text()!;
        LabNames.Check("Worker", name);
        WorkerParameters.CheckTokenHash(scope);
        if (scope.State.Objects.Find(Worker.Kind, name) is not null)
            throw Refusal.Exists($"There is a worker {name} already");
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        WorkerChange.Store(decision, new Worker
        {
            Name = scope["name"].Text()!,
            Description = scope["description"].Text() ?? "",
            JobLimit = scope["job_limit"].IsGiven() ? scope["job_limit"].GetInt32() : 0,
            TokenHash = WorkerParameters.TokenHash(scope, null),
            Since = decision.Now,
            Created = decision.Now,
        });
        return OpcodeOutcome.None;
    }
}

/// <summary>OP_WORKER_SET: changes a worker; what is left out stays.</summary>
internal sealed class SetWorker(LabRules rules) : StateOperation
{
    public override OpcodeSchema Schema { get; } = new("OP_WORKER_SET",
    [
        new("name", ParameterType.Name, default, Required: true),
        OpcodeParameter.Optional("description", ParameterType.String),
        OpcodeParameter.Optional("health", ParameterType.OneOf([.. Enum.GetNames<WorkerHealth>().Select(name => name.ToLowerInvariant())])),
        OpcodeParameter.Optional("job_limit", ParameterType.IntegerBetween(0, 1_000_000)),
        OpcodeParameter.Optional("token_hash", ParameterType.String),
    ], "name");

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        WorkerParameters.Target(scope);
        WorkerParameters.CheckTokenHash(scope);
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var worker = WorkerParameters.Target(scope);
        worker = worker with
        {
            Description = scope["description"].Text() ?? worker.Description,
            JobLimit = scope["job_limit"].IsGiven() ? scope["job_limit"].GetInt32() : worker.JobLimit,
            TokenHash = WorkerParameters.TokenHash(scope, worker.TokenHash),
        };
        WorkerChange.Store(decision, worker);
        if (scope["health"].Text() is { } word)
            WorkerChange.SetHealth(decision, worker, Enum.Parse<WorkerHealth>(word, ignoreCase: true), rules);
        return OpcodeOutcome.None;
    }
}

/// <summary>OP_WORKER_REMOVE: removes a worker on which no device hangs.</summary>
internal sealed class RemoveWorker : StateOperation
{
    public override OpcodeSchema Schema { get; } = new("OP_WORKER_REMOVE", [new("name", ParameterType.Name, default, Required: true)], "name");

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        var worker = WorkerParameters.Target(scope);
        if (scope.State.DevicesOf(worker.Name).Select(device => device.Name).Take(10).ToList() is { Count: > 0 } devices)
            throw Refusal.WrongState($"Worker {worker.Name} has devices ({string.Join(", ", devices)}). Remove them or give them another worker first");
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        decision.Remove(Worker.Kind, scope["name"].Text()!);
        if (decision.State.Objects.Find(WorkerConfiguration.Kind, scope["name"].Text()!) is not null)
            decision.Remove(WorkerConfiguration.Kind, scope["name"].Text()!);
        return OpcodeOutcome.None;
    }
}

/// <summary>The worker that an opcode names.</summary>
internal static class WorkerParameters
{
    /// <exception cref="OperationException">There is no such worker.</exception>
    public static Worker Target(OpcodeScope scope) =>
        scope.State.Objects.Find(Worker.Kind, scope["name"].Text()!) ?? throw Refusal.Unknown("Worker", scope["name"].Text()!);

    /// <exception cref="OperationException">What is given is no hash.</exception>
    public static void CheckTokenHash(OpcodeScope scope)
    {
        if (scope["token_hash"].Text() is { Length: > 0 } hash && !SecretHash.IsHash(hash))
            throw Refusal.WrongInput($"token_hash must be the SHA-256 of the worker's token in {SecretHash.Length} lower-case hexadecimal digits, or empty to take the token away");
    }

    /// <summary>The hash that the worker has afterwards.</summary>
    public static string? TokenHash(OpcodeScope scope, string? before) => scope["token_hash"].Text() is { } given ? given.Length > 0 ? given : null : before;
}
