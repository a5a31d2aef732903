using System.Net;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;

namespace Drover.Web.Doors;

/// <summary>Nobody is known on a connection on which others can read along: what shows who they are would be theirs from then on.</summary>
internal static class PlainWay
{
    /// <exception cref="RequestException">The connection comes over a network, and nothing on it is encrypted.</exception>
    public static void Check(HttpContext http, bool isMeant)
    {
        if (isMeant || http.Request.IsHttps || http.Connection.RemoteIpAddress is not { } from || IPAddress.IsLoopback(from))
            return;
        throw new RequestException(403, "WEB_IS_PLAIN",
            "What shows who you are came over a network on which it can be read: nothing is encrypted there. Set 'web-tls' to yes, or reach the daemon through ssh -L on 127.0.0.1; 'web-plain' says that this is meant. Draw another token in place of one that was sent so.");
    }
}
