using Drover.LavaWeb.Sessions;
using Drover.Web;
using Drover.Web.Calls;

namespace Drover.LavaWeb.Rest;

/// <summary>LAVA's REST interface <c>api/v0.2</c> (<c>docs/protocols/lava-clients.md</c>). What lies below is found by <see cref="RestTable"/>, so that also what is not there is answered
/// as these clients expect.</summary>
public sealed class RestRoom(LabAccess access) : IWebRoom
{
    internal const string Root = "/api/v0.2/";

    /// <inheritdoc/>
    public void Map(RouteTable routes)
    {
        var rest = new RestRoute(access);
        routes.ByToken("GET", LogFilePage.Path, new LogFilePage(access).AnswerAsync);
        foreach (var method in (ReadOnlySpan<string>)["GET", "POST", "PUT", "PATCH", "DELETE"])
            routes.ByToken(method, Root + "{**path}", rest.AnswerAsync);
    }
}
