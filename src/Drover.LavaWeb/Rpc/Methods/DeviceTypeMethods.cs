using System.Text;
using Drover.Kernel.State;
using Drover.Lab.Devices;
using Drover.Lab.DeviceTypes;
using Drover.LavaWeb.Rpc.Wire;
using Drover.LavaWeb.Sessions;

namespace Drover.LavaWeb.Rpc.Methods;

/// <summary><c>scheduler.device_types.*</c> and <c>scheduler.aliases.*</c>.</summary>
internal static class DeviceTypeMethods
{
    public static IEnumerable<RpcMethod> All { get; } =
    [
        new("scheduler.device_types.add", "name, description?, display?, owners_only?, health_frequency?, health_denominator?", "adds a device type", AddAsync, NeedsUser: true),
        RpcMethod.Of("scheduler.device_types.list", "show_all?", "device types; those that are not displayed only with show_all", List),
        RpcMethod.Of("scheduler.device_types.show", "name", "what is known of a device type", Show),
        new("scheduler.device_types.update", "name, description?, display?, owners_only?, health_frequency?, health_denominator?, health_disabled?", "changes a device type; what is nil stays", UpdateAsync,
            NeedsUser: true),
        RpcMethod.Of("scheduler.device_types.get_template", "name", "the template of that name", request => Bytes(request.Session.Access.Kernel.State.Objects.Find(DeviceTemplate.Kind, request.Text(0))?.Text, "template", request), needsUser: true),
        new("scheduler.device_types.set_template", "name, template", "gives the template of that name another text", request => RunAsync(request, "OP_DEVICE_TEMPLATE_SET", "text"), NeedsUser: true),
        RpcMethod.Of("scheduler.device_types.get_health_check", "name", "the health check of that name",
            request => Bytes(request.Session.Access.Kernel.State.Objects.Find(CheckDefinition.Kind, request.Text(0))?.Definition, "health check", request), needsUser: true),
        new("scheduler.device_types.set_health_check", "name, definition", "gives the health check of that name another definition", request => RunAsync(request, "OP_HEALTH_CHECK_SET", "definition"), NeedsUser: true),
        RpcMethod.Of("scheduler.device_types.aliases.list", "name", "other names of a device type", request => Find(request.Session.Access.Kernel.State, request.Text(0)).Aliases),
        new("scheduler.device_types.aliases.add", "name, alias", "gives a device type another name", request => AddAliasAsync(request, request.Text(0), request.Text(1)), NeedsUser: true),
        new("scheduler.device_types.aliases.delete", "name, alias", "takes a name from a device type", request => DeleteAliasAsync(request, Find(request.Session.Access.Kernel.State, request.Text(0)), request.Text(1)), NeedsUser: true),
        RpcMethod.Of("scheduler.aliases.list", "", "other names of all device types", request => request.Session.Access.Kernel.State.Objects.All(DeviceType.Kind).SelectMany(type => type.Aliases).Order(StringComparer.Ordinal).ToList()),
        RpcMethod.Of("scheduler.aliases.show", "name", "which device type has another name",
            request => new RpcStruct(("name", request.Text(0)), ("device_type", OfAlias(request.Session.Access.Kernel.State, request.Text(0)).Name))),
        new("scheduler.aliases.add", "name, device_type_name", "gives a device type another name", request => AddAliasAsync(request, request.Text(1), request.Text(0)), NeedsUser: true),
        new("scheduler.aliases.delete", "name", "takes a name from its device type", request => DeleteAliasAsync(request, OfAlias(request.Session.Access.Kernel.State, request.Text(0)), request.Text(0)), NeedsUser: true),
    ];

    internal static DeviceType Find(KernelState state, string name) => state.Objects.Find(DeviceType.Kind, name) ?? throw LabRefusedException.Unknown("Device-type", name);

    private static DeviceType OfAlias(KernelState state, string alias) =>
        state.Objects.All(DeviceType.Kind).FirstOrDefault(type => type.Aliases.Contains(alias)) ?? throw LabRefusedException.Unknown("Alias", alias);

    private static object? List(RpcRequest request)
    {
        var isAll = request.Flag(0) == true;
        var state = request.Session.Access.Kernel.State;
        var devices = state.Objects.All(Device.Kind).CountBy(device => device.Type).ToDictionary(StringComparer.Ordinal);
        return state.Objects.All(DeviceType.Kind).Where(type => isAll || type.Display).Select(type => new RpcStruct(
            ("name", type.Name),
            ("devices", (long)devices.GetValueOrDefault(type.Name)),
            ("installed", state.Objects.Find(DeviceTemplate.Kind, type.Name) is not null),
            ("template", state.Objects.Find(DeviceTemplate.Kind, type.Name) is not null))).ToList();
    }

    private static RpcStruct Show(RpcRequest request)
    {
        var state = request.Session.Access.Kernel.State;
        var type = Find(state, request.Text(0));
        return new RpcStruct(
            ("name", type.Name),
            ("description", type.Description.Length > 0 ? type.Description : null),
            ("display", type.Display),
            ("owners_only", false),
            ("health_disabled", type.DisableHealthCheck),
            ("health_denominator", type.HealthDenominator.ToString().ToLowerInvariant()),
            ("health_frequency", (long)type.HealthFrequency),
            ("aliases", type.Aliases),
            ("devices", request.Session.Devices(state).Where(device => device.Type == type.Name).Select(device => device.Name).ToList()),
            ("default_template", state.Objects.Find(DeviceTemplate.Kind, type.Name) is null));
    }

    private static async Task<object?> AddAsync(RpcRequest request)
    {
        await request.Session.RunAsync(new LabOpcode("OP_DEVICE_TYPE_ADD", Changes(request)));
        return null;
    }

    private static async Task<object?> UpdateAsync(RpcRequest request)
    {
        Find(request.Session.Access.Kernel.State, request.Text(0));
        await request.Session.RunAsync(new LabOpcode("OP_DEVICE_TYPE_SET", [.. Changes(request), ("disable_health_check", request.Flag(6))]));
        return null;
    }

    private static (string, object?)[] Changes(RpcRequest request)
    {
        if (request.Flag(3) == true)
            throw LabRefusedException.Bad("Device types are not for owners only here: make the devices private instead.");
        return
        [
            ("name", request.Text(0)),
            ("description", request.OptionalText(1)),
            ("display", request.Flag(2)),
            ("health_frequency", request.Number(4)),
            ("health_denominator", request.OptionalText(5)?.ToLowerInvariant()),
        ];
    }

    private static ReadOnlyMemory<byte> Bytes(string? text, string what, RpcRequest request)
    {
        request.Session.RequireSuperuser();
        return text is not null ? Encoding.UTF8.GetBytes(text) : throw new LabRefusedException(404, $"Device-type '{request.Text(0)}' does not have a {what}.");
    }

    private static async Task<object?> RunAsync(RpcRequest request, string opcode, string parameter)
    {
        await request.Session.RunAsync(new LabOpcode(opcode, ("name", request.Text(0)), (parameter, request.Text(1))));
        return null;
    }

    private static async Task<object?> AddAliasAsync(RpcRequest request, string name, string alias)
    {
        var type = Find(request.Session.Access.Kernel.State, name);
        if (type.Aliases.Contains(alias))
            throw LabRefusedException.Bad($"Alias '{alias}' exists already.");
        await request.Session.RunAsync(new LabOpcode("OP_DEVICE_TYPE_SET", ("name", type.Name), ("aliases", type.Aliases.Append(alias))));
        return null;
    }

    private static async Task<object?> DeleteAliasAsync(RpcRequest request, DeviceType type, string alias)
    {
        if (!type.Aliases.Contains(alias))
            throw LabRefusedException.Unknown("Alias", alias);
        await request.Session.RunAsync(new LabOpcode("OP_DEVICE_TYPE_SET", ("name", type.Name), ("aliases", type.Aliases.Where(other => other != alias))));
        return null;
    }
}
