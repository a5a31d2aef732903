using Drover.LavaWeb.Sessions;
using Drover.Web;
using Drover.Web.Calls;

namespace Drover.LavaWeb.Rpc;

/// <summary>XML-RPC as lavacli and older scripts speak it (<c>docs/protocols/lava-clients.md</c>).</summary>
public sealed class RpcRoom(LabAccess access) : IWebRoom
{
    /// <inheritdoc/>
    public void Map(RouteTable routes)
    {
        var rpc = new RpcRoute(access);
        routes.ByToken("POST", "/RPC2", rpc.AnswerAsync);
    }
}
