using System.Globalization;
using Drover.Kernel.State;
using Drover.LavaWeb.Rpc.Methods;
using Drover.LavaWeb.Sessions;
using Microsoft.AspNetCore.Http;

namespace Drover.LavaWeb.Rest;

/// <summary><c>tags/</c>. Also reading them takes a token.</summary>
internal static class RestTags
{
    public static Task AnswerAsync(RestRequest request, string[] path)
    {
        request.RequireUser();
        var state = request.Session.Access.Kernel.State;
        switch (path)
        {
            case []:
                request.Allow("GET", "POST");
                return request.IsPost ? AddAsync(request) : RestListing.AnswerAsync(request, Fields(state), TagMethods.Names(state));
            case [var id] when TagMethods.Names(state).FirstOrDefault(tag => RestNumbers.Of(tag).ToString(CultureInfo.InvariantCulture) == id) is { } found:
                request.Allow("GET", "DELETE");
                return request.IsGet ? request.JsonAsync(json => RestListing.Write(json, Fields(state), found)) : RemoveAsync(request, found);
            default:
                throw RestException.NotFound;
        }
    }

    private static IReadOnlyList<RestField<string>> Fields(KernelState state) =>
    [
        new("id", tag => RestNumbers.Of(tag)) { Kind = RestKind.Number, IsOrder = true },
        new("name", tag => tag) { IsOrder = true },
        new("description", tag => TagMethods.Description(state, tag)),
    ];

    private static async Task AddAsync(RestRequest request)
    {
        request.RequireSuperuser();
        var body = await RestBody.ReadAsync(request.Call);
        var name = body.RequiredText("name");
        await request.Session.RunAsync(new LabOpcode("OP_DEVICE_TAG_SET", ("name", name), ("description", body.Text("description"))));
        var state = request.Session.Access.Kernel.State;
        await request.JsonAsync(json => RestListing.Write(json, Fields(state), name), StatusCodes.Status201Created);
    }

    private static async Task RemoveAsync(RestRequest request, string name)
    {
        request.RequireSuperuser();
        await request.Session.RunAsync(new LabOpcode("OP_DEVICE_TAG_REMOVE", ("name", name)));
        await request.NoContentAsync();
    }
}
