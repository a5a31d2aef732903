using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Drover.Web.Doors;

/// <summary>Lets a connection in: within the limit, and with the name of who is calling.</summary>
internal sealed class ConnectionGate(ConnectionDelegate next, ConnectionCount count, int most, Func<Socket, Visitor> identify, Action turnedAway)
{
    public async Task PassAsync(ConnectionContext connection)
    {
        if (!count.Enter(most))
        {
            turnedAway();
            connection.Abort(new ConnectionAbortedException($"More than {most} connections are open."));
            return;
        }
        try
        {
            connection.Features.Set(identify(connection.Features.Get<IConnectionSocketFeature>()!.Socket));
            await next(connection);
        }
        catch (SocketException)
        {
            // It went away before its credentials could be read.
            connection.Abort();
        }
        finally
        {
            count.Leave();
        }
    }
}
