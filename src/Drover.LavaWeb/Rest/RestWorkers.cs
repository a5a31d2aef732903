using Drover.Kernel.State;
using Drover.Lab.Workers;
using Drover.LavaWeb.Rpc.Methods;
using Drover.LavaWeb.Sessions;
using Microsoft.AspNetCore.Http;

namespace Drover.LavaWeb.Rest;

/// <summary><c>workers/</c>.</summary>
internal static class RestWorkers
{
    private static readonly string[] s_states = ["Online", "Offline"];

    public static Task AnswerAsync(RestRequest request, string[] path) => path switch
    {
        [] when request.IsPost => AddAsync(request),
        [] => ListAsync(request),
        [var name] when request.IsGet => ShowAsync(request, name, StatusCodes.Status200OK),
        [var name] => ChangeAsync(request, name),
        [var name, "env"] => TextAsync(request, name, "env", "env", configuration => configuration.Environment),
        [var name, "config"] => TextAsync(request, name, "config", "dispatcher", configuration => configuration.Dispatcher),
        [var name, "set_health"] => SetHealthAsync(request, name),
        _ => throw RestException.NotFound,
    };

    private static IReadOnlyList<RestField<Worker>> Fields(LabSession session) =>
    [
        new("hostname", worker => worker.Name) { IsOrder = true },
        new("health", worker => worker.Health.ToString()) { Words = Enum.GetNames<WorkerHealth>(), IsOrder = true },
        new("state", worker => worker.Online ? "Online" : "Offline") { Words = s_states, IsOrder = true },
        new("description", worker => worker.Description.Length > 0 ? worker.Description : null),
        new("last_ping", worker => WorkerMethods.LastPing(session, worker)) { Kind = RestKind.Moment, IsOrder = true },
        new("job_limit", worker => (long)worker.JobLimit) { Kind = RestKind.Number },
        new("version", worker => worker.Version),
    ];

    private static Task ListAsync(RestRequest request)
    {
        request.Allow("GET", "POST");
        return RestListing.AnswerAsync(request, Fields(request.Session), request.Session.Access.Kernel.State.Objects.All(Worker.Kind));
    }

    private static Task ShowAsync(RestRequest request, string name, int status)
    {
        var worker = Find(request.Session.Access.Kernel.State, name);
        return request.JsonAsync(json => RestListing.Write(json, Fields(request.Session), worker), status);
    }

    private static async Task AddAsync(RestRequest request)
    {
        request.RequireSuperuser();
        var body = await RestBody.ReadAsync(request.Call);
        var name = body.RequiredText("hostname");
        var add = new LabOpcode("OP_WORKER_ADD", ("name", name), ("description", body.Text("description")), ("job_limit", body.Number("job_limit")));
        await request.Session.RunAsync(Health(body) is { } health ? [add, new LabOpcode("OP_WORKER_SET", ("name", name), ("health", health))] : [add]);
        await ShowAsync(request, name, StatusCodes.Status201Created);
    }

    private static async Task ChangeAsync(RestRequest request, string name)
    {
        request.Allow("GET", "PUT", "PATCH", "DELETE");
        request.RequireSuperuser();
        Find(request.Session.Access.Kernel.State, name);
        if (HttpMethods.IsDelete(request.Call.Http.Request.Method))
        {
            await request.Session.RunAsync(new LabOpcode("OP_WORKER_REMOVE", ("name", name)));
            await request.NoContentAsync();
            return;
        }
        var body = await RestBody.ReadAsync(request.Call);
        await request.Session.RunAsync(new LabOpcode("OP_WORKER_SET",
            ("name", name), ("description", body.Text("description")), ("job_limit", body.Number("job_limit")), ("health", Health(body))));
        await ShowAsync(request, name, StatusCodes.Status200OK);
    }

    private static async Task SetHealthAsync(RestRequest request, string name)
    {
        request.Allow("POST");
        request.RequireSuperuser();
        Find(request.Session.Access.Kernel.State, name);
        var body = await RestBody.ReadAsync(request.Call);
        await request.Session.RunAsync(new LabOpcode("OP_WORKER_SET", ("name", name), ("health", Health(body) ?? throw RestException.Required("health"))));
        await request.MessageAsync("OK", StatusCodes.Status202Accepted);
    }

    private static async Task TextAsync(RestRequest request, string name, string field, string kind, Func<WorkerConfiguration, string?> text)
    {
        request.Allow("GET", "POST");
        request.RequireSuperuser();
        var state = request.Session.Access.Kernel.State;
        Find(state, name);
        if (!request.IsPost)
        {
            await (text(WorkerConfiguration.Of(state, name)) is { } found ? request.TextAsync("application/yaml", found) : throw RestException.WithMessage($"Worker '{name}' does not have {field}"));
            return;
        }
        var body = await RestBody.ReadAsync(request.Call);
        await request.Session.RunAsync(new LabOpcode("OP_WORKER_TEXT_SET", ("worker", name), ("kind", kind), ("text", body.RequiredText(field))));
        await request.MessageAsync("OK");
    }

    private static string? Health(RestBody body) => body.Text("health") is not { } word ? null
        : Enum.GetNames<WorkerHealth>().FirstOrDefault(name => name.Equals(word, StringComparison.OrdinalIgnoreCase))?.ToLowerInvariant() ?? throw RestException.Field("health", $"\"{word}\" is not a valid choice.");

    private static Worker Find(KernelState state, string name) => state.Objects.Find(Worker.Kind, name) ?? throw RestException.NotFound;
}
