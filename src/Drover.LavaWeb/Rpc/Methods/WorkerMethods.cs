using System.Text;
using Drover.Kernel.State;
using Drover.Lab.Workers;
using Drover.LavaWeb.Rpc.Wire;
using Drover.LavaWeb.Sessions;

namespace Drover.LavaWeb.Rpc.Methods;

/// <summary><c>scheduler.workers.*</c>.</summary>
internal static class WorkerMethods
{
    public static IEnumerable<RpcMethod> All { get; } =
    [
        new("scheduler.workers.add", "hostname, description?, disabled?", "adds a worker; a disabled one is retired", AddAsync, NeedsUser: true),
        RpcMethod.Of("scheduler.workers.list", "", "names of all workers", request => request.Session.Access.Kernel.State.Objects.All(Worker.Kind).Select(worker => worker.Name).ToList()),
        RpcMethod.Of("scheduler.workers.show", "hostname", "what is known of a worker", Show),
        new("scheduler.workers.update", "hostname, description?, health?, job_limit?", "changes a worker; what is nil stays", UpdateAsync, NeedsUser: true),
        RpcMethod.Of("scheduler.workers.get_config", "hostname", "settings that the worker gets with each job", request => Text(request, configuration => configuration.Dispatcher, "a configuration"), needsUser: true),
        new("scheduler.workers.set_config", "hostname, config", "sets those", request => SetAsync(request, "dispatcher"), NeedsUser: true),
        RpcMethod.Of("scheduler.workers.get_env", "hostname", "environment of jobs on the worker", request => Text(request, configuration => configuration.Environment, "an environment"), needsUser: true),
        new("scheduler.workers.set_env", "hostname, env", "sets that", request => SetAsync(request, "env"), NeedsUser: true),
    ];

    internal static Worker Find(KernelState state, string name) => state.Objects.Find(Worker.Kind, name) ?? throw LabRefusedException.Unknown("Worker", name);

    /// <summary>When a worker was last heard, as far as this run of the daemon knows.</summary>
    internal static Timestamp LastPing(LabSession session, Worker worker) =>
        worker.Online && session.Access.Lab.Assignments.Hearing.SilenceOf(worker.Name) is { } silence ? session.Now + -silence : worker.Since;

    private static object? Show(RpcRequest request)
    {
        var state = request.Session.Access.Kernel.State;
        var worker = Find(state, request.Text(0));
        var own = state.Objects.Find(WorkerConfiguration.Kind, worker.Name);
        return new RpcStruct(
            ("hostname", worker.Name),
            ("description", worker.Description),
            ("state", worker.Online ? "Online" : "Offline"),
            ("health", worker.Health.ToString()),
            ("devices", request.Session.Devices(state).Where(device => device.Worker == worker.Name).Select(device => device.Name).ToList()),
            ("last_ping", LastPing(request.Session, worker)),
            ("job_limit", (long)worker.JobLimit),
            ("version", worker.Version),
            ("default_config", own?.Dispatcher is null),
            ("default_env", own?.Environment is null),
            // Only its hash is kept.
            ("token", null));
    }

    private static async Task<object?> AddAsync(RpcRequest request)
    {
        var add = new LabOpcode("OP_WORKER_ADD", ("name", request.Text(0)), ("description", request.OptionalText(1)));
        await request.Session.RunAsync(request.Flag(2) == true ? [add, new LabOpcode("OP_WORKER_SET", ("name", request.Text(0)), ("health", "retired"))] : [add]);
        return null;
    }

    private static async Task<object?> UpdateAsync(RpcRequest request)
    {
        Find(request.Session.Access.Kernel.State, request.Text(0));
        await request.Session.RunAsync(new LabOpcode("OP_WORKER_SET",
            ("name", request.Text(0)), ("description", request.OptionalText(1)), ("health", request.Word<WorkerHealth>(2)?.ToString().ToLowerInvariant()), ("job_limit", request.Number(3))));
        return null;
    }

    private static ReadOnlyMemory<byte> Text(RpcRequest request, Func<WorkerConfiguration, string?> part, string what)
    {
        request.Session.RequireSuperuser();
        var state = request.Session.Access.Kernel.State;
        var worker = Find(state, request.Text(0));
        return part(WorkerConfiguration.Of(state, worker.Name)) is { } text
            ? new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(text))
            : throw new LabRefusedException(404, $"Worker '{worker.Name}' does not have {what}.");
    }

    private static async Task<object?> SetAsync(RpcRequest request, string kind)
    {
        Find(request.Session.Access.Kernel.State, request.Text(0));
        await request.Session.RunAsync(new LabOpcode("OP_WORKER_TEXT_SET", ("worker", request.Text(0)), ("kind", kind), ("text", request.Text(1))));
        return true;
    }
}
