using System.Net;
using Drover.Kernel;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;

namespace Drover.Web.Sessions;

/// <summary>Sign-in links for browsers.</summary>
/// <param name="sessions">Who is signed in.</param>
/// <param name="address">Where browsers find the daemon; null when it does not listen for them.</param>
/// <param name="plain">Whether a link may lead over the network although nothing there is encrypted.</param>
public sealed class SessionRoom(WebSessions sessions, Func<IPEndPoint?> address, bool plain) : IWebRoom
{
    /// <inheritdoc/>
    public void Map(RouteTable routes) => routes.Post("/v1/sign-in-links", AccessAction.View, Protected.Daemon, InviteAsync);

    private async Task InviteAsync(Call call)
    {
        call.Parameters();
        if (!call.Visitor.IsLocal)
            throw new RequestException(403, "LINK_REFUSED", "Sign-in links are made over the daemon's UNIX socket only: 'drover web' on its machine asks for one.");
        if (address() is not { } where)
            throw new RequestException(409, "WEB_NOT_LISTENING", "The daemon listens for no browser. Start it with --listen 127.0.0.1:8080, or set 'listen' in its configuration.");
        if (!plain && !IPAddress.IsLoopback(where.Address))
            throw new RequestException(409, "WEB_IS_PLAIN",
                $"The daemon listens on {where}, and what goes over that network can be read there: nothing is encrypted yet. Let it listen on 127.0.0.1 and reach it through ssh -L, or set 'web-plain' to yes.");
        var link = sessions.Invite(call.Caller);
        await call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("url"u8, $"http://{Named(where)}/sign-in/{link}");
            writer.WriteNumber("seconds"u8, (long)sessions.LinkTime.TotalSeconds);
            writer.WriteEndObject();
        }, StatusCodes.Status201Created);
    }

    /// <summary>An address that stands for all of this machine's is none that a browser can go to.</summary>
    private static IPEndPoint Named(IPEndPoint where) =>
        where.Address.Equals(IPAddress.Any) ? new IPEndPoint(IPAddress.Loopback, where.Port)
        : where.Address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(IPAddress.IPv6Loopback, where.Port)
        : where;
}
