using Drover.Kernel.State;
using Drover.Lab.Devices;
using Drover.Lab.DeviceTypes;
using Drover.Lab.Workers;
using Drover.LavaWeb.Rpc.Methods;
using Drover.LavaWeb.Sessions;
using Microsoft.AspNetCore.Http;

namespace Drover.LavaWeb.Rest;

/// <summary><c>devices/</c>.</summary>
internal static class RestDevices
{
    private static readonly string[] s_states = ["Idle", "Reserved", "Running"];

    public static Task AnswerAsync(RestRequest request, string[] path) => path switch
    {
        [] when request.IsPost => AddAsync(request),
        [] => ListAsync(request),
        ["validate"] => ValidateAsync(request),
        [var name] when request.IsGet => ShowAsync(request, name),
        [var name] => ChangeAsync(request, name),
        [var name, "dictionary"] => DictionaryAsync(request, name),
        [var name, "set_health"] => SetHealthAsync(request, name),
        _ => throw RestException.NotFound,
    };

    private static IReadOnlyList<RestField<Device>> Fields(LabSession session, KernelState state) =>
    [
        new("hostname", device => device.Name) { IsOrder = true },
        new("device_type", device => device.Type) { IsOrder = true, IsKnown = type => state.Objects.Find(DeviceType.Kind, type) is not null },
        new("device_type__name", device => device.Type),
        new("device_version", _ => null),
        new("physical_owner", device => session.IsSuperuser && device.Owner is { } owner ? UserWords.Of(owner) : null),
        new("physical_group", device => session.IsSuperuser ? device.Group : null),
        new("description", device => device.Description.Length > 0 ? device.Description : null),
        new("tags", device => device.Tags.Select(RestNumbers.Of).ToArray()) { Kind = RestKind.Number },
        new("tags__name", device => device.Tags.ToArray()),
        new("state", device => DeviceUse.Word(state, device.Name)) { Words = s_states, IsOrder = true },
        new("health", device => device.Health.ToString()) { Words = Enum.GetNames<DeviceHealth>(), AnyCase = true, IsOrder = true },
        new("last_health_report_job", device => device.LastCheck?.Job) { Kind = RestKind.Number },
        new("worker_host", device => device.Worker) { IsOrder = true },
        new("worker_host__hostname", device => device.Worker),
        new("worker_host__health", device => (device.Worker is { } worker ? state.Objects.Find(Worker.Kind, worker) : null)?.Health.ToString()) { Words = Enum.GetNames<WorkerHealth>() },
        new("is_synced", _ => false) { Kind = RestKind.Flag },
    ];

    private static Task ListAsync(RestRequest request)
    {
        request.Allow("GET", "POST");
        var state = request.Session.Access.Kernel.State;
        return RestListing.AnswerAsync(request, Fields(request.Session, state), request.Session.Devices(state).Where(device => IsShown(request, device)));
    }

    private static Task ShowAsync(RestRequest request, string name)
    {
        var state = request.Session.Access.Kernel.State;
        var device = Find(request, name);
        return request.JsonAsync(json => RestListing.Write(json, Fields(request.Session, state), device));
    }

    private static async Task AddAsync(RestRequest request)
    {
        request.RequireSuperuser();
        var body = await RestBody.ReadAsync(request.Call);
        var name = body.RequiredText("hostname");
        await request.Session.RunAsync(new LabOpcode("OP_DEVICE_ADD", [("name", name), ("device_type", body.RequiredText("device_type")), .. Changes(body)]));
        var state = request.Session.Access.Kernel.State;
        await request.JsonAsync(json => RestListing.Write(json, Fields(request.Session, state), DeviceMethods.Find(state, name)), StatusCodes.Status201Created);
    }

    private static async Task ChangeAsync(RestRequest request, string name)
    {
        request.Allow("GET", "PUT", "PATCH", "DELETE");
        request.RequireSuperuser();
        Find(request, name);
        if (HttpMethods.IsDelete(request.Call.Http.Request.Method))
        {
            await request.Session.RunAsync(new LabOpcode("OP_DEVICE_REMOVE", ("name", name)));
            await request.NoContentAsync();
            return;
        }
        var body = await RestBody.ReadAsync(request.Call);
        await request.Session.RunAsync(new LabOpcode("OP_DEVICE_SET", [("name", name), ("device_type", body.Text("device_type")), .. Changes(body)]));
        await ShowAsync(request, name);
    }

    private static (string, object?)[] Changes(RestBody body)
    {
        var health = Health(body.Text("health"), anyCase: false);
        return
        [
            ("worker", body.Text("worker_host")),
            ("description", body.Text("description")),
            ("health", health),
            ("health_reason", health is null ? null : "set over REST"),
            ("owner", body.Text("physical_owner") is { Length: > 0 } owner ? UserWords.Find(owner)?.ToString() ?? throw RestException.Field("physical_owner", "Invalid name of a user.") : null),
            ("group", body.Text("physical_group")),
        ];
    }

    private static async Task DictionaryAsync(RestRequest request, string name)
    {
        request.Allow("GET", "POST");
        var device = Find(request, name);
        if (request.IsPost)
        {
            request.RequireSuperuser();
            var body = await RestBody.ReadAsync(request.Call);
            await request.Session.RunAsync(new LabOpcode("OP_DEVICE_SET", ("name", name), ("dictionary", body.RequiredText("dictionary"))));
            await request.MessageAsync("Device dictionary updated");
            return;
        }
        request.RequireSuperuser();
        if (device.Dictionary is not { } dictionary)
            throw RestException.WithMessage($"Device '{name}' does not have a dictionary");
        await (request.Parameter("render") is { } render && render.ToLowerInvariant() is not ("0" or "false" or "")
            ? request.TextAsync("application/yaml", DeviceMethods.Rendered(request.Session.Access.Kernel.State, device, request.Parameter("context")))
            : request.TextAsync("text/plain; charset=utf-8", dictionary));
    }

    private static async Task SetHealthAsync(RestRequest request, string name)
    {
        request.Allow("POST");
        request.RequireSuperuser();
        Find(request, name);
        var body = await RestBody.ReadAsync(request.Call);
        var health = Health(body.RequiredText("health"), anyCase: true)!;
        await request.Session.RunAsync(new LabOpcode("OP_DEVICE_SET", ("name", name), ("health", health), ("health_reason", body.Text("reason") ?? $"set over REST by {request.Session.Holder!.User}")));
        await request.MessageAsync("OK", StatusCodes.Status202Accepted);
    }

    /// <summary>Whether a text could be a dictionary: it is rendered as that of a device which there is not.</summary>
    private static async Task ValidateAsync(RestRequest request)
    {
        request.Allow("POST");
        var body = await RestBody.ReadAsync(request.Call);
        var text = body.Plain ?? body.RequiredText("dictionary");
        try
        {
            DeviceConfiguration.Render(request.Session.Access.Kernel.State, new Device { Name = "validated", Type = "", Dictionary = text }, context: null);
        }
        catch (DeviceConfigurationException e)
        {
            await request.MessageAsync($"Device dictionary invalid: {e.Message}");
            return;
        }
        await request.MessageAsync("Device dictionary valid");
    }

    private static string? Health(string? word, bool anyCase) => word is null ? null
        : Enum.GetNames<DeviceHealth>().FirstOrDefault(name => name.Equals(word, anyCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))?.ToLowerInvariant()
            ?? throw RestException.Field("health", $"\"{word}\" is not a valid choice.");

    private static bool IsShown(RestRequest request, Device device) => device.Health != DeviceHealth.Retired || request.Parameter("all") is not null;

    private static Device Find(RestRequest request, string name) =>
        request.Session.Access.Kernel.State.Objects.Find(Device.Kind, name) is { } device && request.Session.Sees(device) && IsShown(request, device) ? device : throw RestException.NotFound;
}
