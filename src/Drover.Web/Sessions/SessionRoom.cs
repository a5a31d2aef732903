using System.Net;
using Drover.Doors.Certificates;
using Drover.Kernel;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;

namespace Drover.Web.Sessions;

/// <summary>Sign-in links for browsers, and the sessions that there are.</summary>
/// <param name="sessions">Who is signed in.</param>
/// <param name="address">Where browsers find the daemon; null when it does not listen for them.</param>
/// <param name="plain">Whether a link may lead over the network although nothing there is encrypted.</param>
/// <param name="tls">By which certificate it is encrypted; null when it is not.</param>
public sealed class SessionRoom(WebSessions sessions, Func<IPEndPoint?> address, bool plain, ICertificateSource? tls = null) : IWebRoom
{
    /// <inheritdoc/>
    public void Map(RouteTable routes)
    {
        routes.Post("/v1/sign-in-links", AccessAction.View, Protected.Daemon, InviteAsync);
        routes.Inspect("/v1/sessions", Protected.Daemon, ListAsync);
        routes.Post("/v1/sessions/{id}/end", AccessAction.Administer, Protected.Daemon, EndAsync);
    }

    private async Task InviteAsync(Call call)
    {
        call.Parameters();
        if (!call.Visitor.IsLocal)
            throw new RequestException(403, "LINK_REFUSED", "Sign-in links are made over the daemon's UNIX socket only: 'drover web' on its machine asks for one.");
        if (address() is not { } where)
            throw new RequestException(409, "WEB_NOT_LISTENING", "The daemon listens for no browser. Start it with --listen 127.0.0.1:8080, or set 'listen' in its configuration.");
        // Behind a proxy it is the proxy that encrypts.
        if (sessions.Origin is null && !plain && tls is null && !IPAddress.IsLoopback(where.Address))
            throw new RequestException(409, "WEB_IS_PLAIN",
                $"The daemon listens on {where}, and what goes over that network can be read there: nothing is encrypted. Set 'web-tls' to yes, or let it listen on 127.0.0.1 and reach it through ssh -L; 'web-plain' says that this is meant.");
        var link = sessions.Invite(call.Caller);
        await call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("url"u8, $"{sessions.Origin ?? $"{(tls is null ? "http" : "https")}://{Named(where)}"}/sign-in/{link}");
            writer.WriteNumber("seconds"u8, (long)sessions.LinkTime.TotalSeconds);
            writer.WriteEndObject();
        }, StatusCodes.Status201Created);
    }

    private Task ListAsync(Call call)
    {
        call.Parameters();
        AccessGate.Require(call.Caller, new Permission(AccessAction.Inspect, Protected.Daemon));
        return call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("sessions"u8);
            foreach (var (id, session) in sessions.All.OrderBy(known => known.Session.Began))
            {
                writer.WriteStartObject();
                writer.WriteString("id"u8, id);
                writer.WriteString("user"u8, session.User.ToString());
                writer.WriteString("from"u8, session.From);
                writer.WriteString("began"u8, session.Began);
                writer.WriteString("ends"u8, session.Ends);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private Task EndAsync(Call call)
    {
        call.Parameters();
        AccessGate.Require(call.Caller, new Permission(AccessAction.Administer, Protected.Daemon));
        if (!sessions.End(call.PathValue("id"), call.Caller))
            throw new RequestException(404, "SESSION_UNKNOWN", "There is no session of that id, or it has ended. 'drover session list' shows those that there are.");
        return call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("done"u8, true);
            writer.WriteEndObject();
        });
    }

    /// <summary>An address that stands for all of this machine's is none that a browser can go to.</summary>
    private static IPEndPoint Named(IPEndPoint where) =>
        where.Address.Equals(IPAddress.Any) ? new IPEndPoint(IPAddress.Loopback, where.Port)
        : where.Address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(IPAddress.IPv6Loopback, where.Port)
        : where;
}
