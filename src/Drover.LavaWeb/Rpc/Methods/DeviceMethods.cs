using System.Text;
using Drover.Kernel.State;
using Drover.Lab.Devices;
using Drover.LavaWeb.Rpc.Wire;
using Drover.LavaWeb.Sessions;
using Drover.Yaml;

namespace Drover.LavaWeb.Rpc.Methods;

/// <summary><c>scheduler.devices.*</c>.</summary>
internal static class DeviceMethods
{
    public static IEnumerable<RpcMethod> All { get; } =
    [
        new("scheduler.devices.add", "hostname, type_name, worker_name, user_name?, group_name?, public?, health?, description?", "adds a device", AddAsync, NeedsUser: true),
        RpcMethod.Of("scheduler.devices.list", "show_all?, offline_info?", "devices; those that are retired only with show_all", List),
        RpcMethod.Of("scheduler.devices.show", "hostname", "what is known of a device", Show),
        new("scheduler.devices.update", "hostname, worker_name?, user_name?, group_name?, public?, health?, description?, device_type?", "changes a device; what is nil stays", UpdateAsync, NeedsUser: true),
        RpcMethod.Of("scheduler.devices.get_dictionary", "hostname, render?, context?", "the device dictionary, or with render the configuration that a worker gets", Dictionary, needsUser: true),
        new("scheduler.devices.set_dictionary", "hostname, dictionary", "gives a device another dictionary", SetDictionaryAsync, NeedsUser: true),
        new("scheduler.devices.tags.add", "hostname, tag", "gives a device a tag", request => TagsAsync(request, (tags, tag) => [.. tags.Append(tag).Distinct()]), NeedsUser: true),
        new("scheduler.devices.tags.delete", "hostname, tag", "takes a tag from a device", request => TagsAsync(request, Without), NeedsUser: true),
        RpcMethod.Of("scheduler.devices.tags.list", "hostname", "tags of a device", request => Look(request, (_, device) => device.Tags)),
    ];

    internal static Device Find(KernelState state, string name) => state.Objects.Find(Device.Kind, name) ?? throw LabRefusedException.Unknown("Device", name);

    internal static RpcStruct Row(KernelState state, Device device) => new(
        ("hostname", device.Name),
        ("type", device.Type),
        ("health", device.Health.ToString()),
        ("state", DeviceUse.Word(state, device.Name)),
        ("current_job", DeviceUse.Holder(state, device.Name)),
        ("pipeline", true));

    internal static Task SetHealthAsync(LabSession session, string name, DeviceHealth health, string reason)
    {
        Find(session.Access.Kernel.State, name);
        return session.RunAsync(new LabOpcode("OP_DEVICE_SET", ("name", name), ("health", health.ToString().ToLowerInvariant()), ("health_reason", reason)));
    }

    internal static string Rendered(KernelState state, Device device, string? context)
    {
        try
        {
            var variables = string.IsNullOrWhiteSpace(context) ? null : YamlReader.Read(context, YamlRules.Safe) as YamlMap ?? throw LabRefusedException.Bad("The context must be a mapping, such as {\"arch\": \"arm64\"}.");
            return DeviceConfiguration.Render(state, device, variables);
        }
        catch (YamlException e)
        {
            throw LabRefusedException.Bad($"The context is no YAML: {e.Message}");
        }
        catch (DeviceConfigurationException e)
        {
            throw LabRefusedException.Bad(e.Message);
        }
    }

    private static object? Look(RpcRequest request, Func<KernelState, Device, object?> answer)
    {
        var state = request.Session.Access.Kernel.State;
        var device = Find(state, request.Text(0));
        return request.Session.Sees(device) ? answer(state, device) : throw new LabRefusedException(403, $"Device '{device.Name}' is kept for others.");
    }

    private static object? List(RpcRequest request)
    {
        var isAll = request.Flag(0) == true;
        var state = request.Session.Access.Kernel.State;
        return request.Session.Devices(state).Where(device => isAll || device.Health != DeviceHealth.Retired).Select(device => Row(state, device)).ToList();
    }

    private static object? Show(RpcRequest request) => Look(request, (state, device) => new RpcStruct(
        ("hostname", device.Name),
        ("device_type", device.Type),
        ("health", device.Health.ToString()),
        ("state", DeviceUse.Word(state, device.Name)),
        ("health_job", CheckRules.Of(state, device) is not null),
        ("description", device.Description.Length > 0 ? device.Description : null),
        ("public", device.Public),
        ("pipeline", true),
        ("has_device_dict", device.Dictionary is not null),
        ("worker", device.Worker),
        ("user", request.Session.IsSuperuser && device.Owner is { } owner ? UserWords.Of(owner) : null),
        ("group", request.Session.IsSuperuser ? device.Group : null),
        ("device_version", null),
        ("current_job", DeviceUse.Holder(state, device.Name)),
        ("tags", device.Tags)));

    private static async Task<object?> AddAsync(RpcRequest request)
    {
        await request.Session.RunAsync(new LabOpcode("OP_DEVICE_ADD", [("name", request.Text(0)), ("device_type", request.Text(1)), .. Changes(request, 2)]));
        return null;
    }

    private static async Task<object?> UpdateAsync(RpcRequest request)
    {
        Find(request.Session.Access.Kernel.State, request.Text(0));
        await request.Session.RunAsync(new LabOpcode("OP_DEVICE_SET", [("name", request.Text(0)), .. Changes(request, 1), ("device_type", request.OptionalText(7))]));
        return null;
    }

    /// <summary>Worker, user, group, public, health and description, from this argument on.</summary>
    private static (string, object?)[] Changes(RpcRequest request, int first)
    {
        var owner = request.OptionalText(first + 1) is { } user
            ? UserWords.Find(user)?.ToString() ?? throw LabRefusedException.Bad($"'{user}' is no name of a user.")
            : null;
        var health = request.Word<DeviceHealth>(first + 4)?.ToString().ToLowerInvariant();
        return
        [
            ("worker", request.OptionalText(first)),
            ("owner", owner),
            ("group", request.OptionalText(first + 2)),
            ("public", request.Flag(first + 3)),
            ("health", health),
            ("health_reason", health is null ? null : $"set over XML-RPC by {request.Session.Holder!.User}"),
            ("description", request.OptionalText(first + 5)),
        ];
    }

    private static object? Dictionary(RpcRequest request) => Look(request, (state, device) =>
    {
        // It may hold what switches the power, with passwords.
        request.Session.RequireSuperuser();
        if (device.Dictionary is not { } dictionary)
            throw new LabRefusedException(404, $"Device '{device.Name}' does not have a dictionary.");
        return new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(request.Flag(1) == true ? Rendered(state, device, request.OptionalText(2)) : dictionary));
    });

    private static async Task<object?> SetDictionaryAsync(RpcRequest request)
    {
        Find(request.Session.Access.Kernel.State, request.Text(0));
        await request.Session.RunAsync(new LabOpcode("OP_DEVICE_SET", ("name", request.Text(0)), ("dictionary", request.Text(1))));
        return true;
    }

    private static async Task<object?> TagsAsync(RpcRequest request, Func<IReadOnlyList<string>, string, IReadOnlyList<string>> change)
    {
        var device = Find(request.Session.Access.Kernel.State, request.Text(0));
        await request.Session.RunAsync(new LabOpcode("OP_DEVICE_SET", ("name", device.Name), ("tags", change(device.Tags, request.Text(1)))));
        return null;
    }

    private static IReadOnlyList<string> Without(IReadOnlyList<string> tags, string tag) =>
        tags.Contains(tag) ? [.. tags.Where(other => other != tag)] : throw LabRefusedException.Unknown("Tag", tag);
}
