using Drover.NodeWire.Protocol;
using Grpc.Core;
using Grpc.Net.Client;

namespace Drover.FleetLoad;

/// <summary>Connections to a bare server, each of which has said hello and been welcomed.</summary>
internal sealed class BareClients : IAsyncDisposable
{
    private readonly List<(GrpcChannel Channel, AsyncDuplexStreamingCall<AgentMessage, MasterMessage> Call)> _clients = [];

    /// <summary>Connects as many as the options say.</summary>
    public static async Task<BareClients> ConnectAsync(LoadOptions options)
    {
        using var authority = Authority.Open(options.Keys);
        var clients = new BareClients();
        for (var number = 0; number < options.Agents; number++)
        {
            var channel = Channels.Open(options.Master, authority.Certificate, authority.Issue(options.Node(number)));
            var call = new Fleet.FleetClient(channel).Connect();
            await call.RequestStream.WriteAsync(new AgentMessage { Hello = new Hello() });
            if (!await call.ResponseStream.MoveNext(CancellationToken.None))
                throw new InvalidOperationException("The server has ended the connection.");
            clients._clients.Add((channel, call));
        }
        return clients;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var (channel, call) in _clients)
        {
            call.Dispose();
            await channel.ShutdownAsync();
            channel.Dispose();
        }
    }
}
