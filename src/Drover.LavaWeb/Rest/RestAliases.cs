using Drover.Lab.DeviceTypes;
using Drover.LavaWeb.Sessions;
using Microsoft.AspNetCore.Http;

namespace Drover.LavaWeb.Rest;

/// <summary><c>aliases/</c>: other names of device types. Also reading them takes a token.</summary>
internal static class RestAliases
{
    private static readonly IReadOnlyList<RestField<(string Name, DeviceType Type)>> s_fields =
    [
        new("name", alias => alias.Name) { IsOrder = true },
        new("device_type", alias => alias.Type.Name) { IsOrder = true },
    ];

    public static Task AnswerAsync(RestRequest request, string[] path)
    {
        request.RequireUser();
        var aliases = request.Session.Access.Kernel.State.Objects.All(DeviceType.Kind).SelectMany(type => type.Aliases.Select(name => (Name: name, Type: type))).OrderBy(alias => alias.Name, StringComparer.Ordinal).ToList();
        switch (path)
        {
            case []:
                request.Allow("GET", "POST");
                return request.IsPost ? AddAsync(request) : RestListing.AnswerAsync(request, s_fields, aliases);
            case [var name] when aliases.FirstOrDefault(alias => alias.Name == name) is { Type: { } type } found:
                request.Allow("GET", "DELETE");
                return request.IsGet ? request.JsonAsync(json => RestListing.Write(json, s_fields, found)) : RemoveAsync(request, type, name);
            default:
                throw RestException.NotFound;
        }
    }

    private static async Task AddAsync(RestRequest request)
    {
        request.RequireSuperuser();
        var body = await RestBody.ReadAsync(request.Call);
        var (name, typeName) = (body.RequiredText("name"), body.RequiredText("device_type"));
        var type = request.Session.Access.Kernel.State.Objects.Find(DeviceType.Kind, typeName) ?? throw RestException.Field("device_type", $"Object with name={typeName} does not exist.");
        await request.Session.RunAsync(new LabOpcode("OP_DEVICE_TYPE_SET", ("name", type.Name), ("aliases", type.Aliases.Append(name))));
        await request.JsonAsync(json => RestListing.Write(json, s_fields, (name, type)), StatusCodes.Status201Created);
    }

    private static async Task RemoveAsync(RestRequest request, DeviceType type, string name)
    {
        request.RequireSuperuser();
        await request.Session.RunAsync(new LabOpcode("OP_DEVICE_TYPE_SET", ("name", type.Name), ("aliases", type.Aliases.Where(alias => alias != name))));
        await request.NoContentAsync();
    }
}
