using Drover.Kernel.State;
using Drover.Lab.Devices;
using Drover.LavaWeb.Rpc.Wire;
using Drover.LavaWeb.Sessions;

namespace Drover.LavaWeb.Rpc.Methods;

/// <summary><c>scheduler.tags.*</c>: tags that somebody has described, and those that devices have.</summary>
internal static class TagMethods
{
    public static IEnumerable<RpcMethod> All { get; } =
    [
        new("scheduler.tags.add", "name, description?", "says what a tag means", AddAsync, NeedsUser: true),
        RpcMethod.Of("scheduler.tags.list", "", "all tags", request => Names(request.Session.Access.Kernel.State)
            .Select(name => new RpcStruct(("name", name), ("description", Description(request.Session.Access.Kernel.State, name)))).ToList()),
        RpcMethod.Of("scheduler.tags.show", "name", "a tag and the devices that have it", Show),
        new("scheduler.tags.delete", "name", "forgets a tag that no device has", DeleteAsync, NeedsUser: true),
    ];

    /// <summary>All tags in order.</summary>
    internal static IEnumerable<string> Names(KernelState state) => state.Objects.All(DeviceTag.Kind).Select(tag => tag.Name)
        .Concat(state.Objects.All(Device.Kind).SelectMany(device => device.Tags)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    internal static string? Description(KernelState state, string name) => state.Objects.Find(DeviceTag.Kind, name) is { Description.Length: > 0 } tag ? tag.Description : null;

    private static RpcStruct Show(RpcRequest request)
    {
        var state = request.Session.Access.Kernel.State;
        var name = request.Text(0);
        return Names(state).Contains(name)
            ? new RpcStruct(("name", name), ("description", Description(state, name)),
                ("devices", request.Session.Devices(state).Where(device => device.Tags.Contains(name)).Select(device => device.Name).ToList()))
            : throw LabRefusedException.Unknown("Tag", name);
    }

    private static async Task<object?> AddAsync(RpcRequest request)
    {
        if (request.Session.Access.Kernel.State.Objects.Find(DeviceTag.Kind, request.Text(0)) is not null)
            throw LabRefusedException.Bad($"Tag '{request.Text(0)}' exists already.");
        await request.Session.RunAsync(new LabOpcode("OP_DEVICE_TAG_SET", ("name", request.Text(0)), ("description", request.OptionalText(1))));
        return null;
    }

    private static async Task<object?> DeleteAsync(RpcRequest request)
    {
        await request.Session.RunAsync(new LabOpcode("OP_DEVICE_TAG_REMOVE", ("name", request.Text(0))));
        return null;
    }
}
