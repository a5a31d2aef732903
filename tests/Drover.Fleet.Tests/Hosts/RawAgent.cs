using System.Security.Cryptography.X509Certificates;
using Drover.NodeAgent.Connecting;
using Drover.NodeAgent.Identity;
using Drover.NodeWire;
using Drover.NodeWire.Protocol;
using Grpc.Core;
using Grpc.Net.Client;

namespace Drover.Fleet.Tests.Hosts;

/// <summary>One connection to a master, of which the test says what goes over it.</summary>
internal sealed class RawAgent : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly GrpcChannel _channel;
    private readonly AsyncDuplexStreamingCall<AgentMessage, MasterMessage> _call;

    private RawAgent(MasterHost master, X509Certificate2? certificate, string? place = null)
    {
        _channel = MasterChannel.To(place ?? master.Place, master.Authority, certificate, TimeProvider.System);
        Client = new NodeWire.Protocol.Fleet.FleetClient(_channel);
        _call = Client.Connect(cancellationToken: MasterHost.Token);
    }

    public NodeWire.Protocol.Fleet.FleetClient Client { get; }

    /// <summary>Connects and says nothing.</summary>
    /// <param name="master">The master.</param>
    /// <param name="identity">The node.</param>
    /// <param name="place">Another place than that of its door.</param>
    public static RawAgent Dial(MasterHost master, AgentIdentity identity, string? place = null) => new(master, identity.OpenCertificate(), place);

    /// <summary>Connects and says nothing.</summary>
    public static RawAgent Dial(MasterHost master, X509Certificate2? certificate) => new(master, certificate);

    /// <summary>Connects, says who it is, and is welcomed.</summary>
    public static Task<RawAgent> ConnectAsync(MasterHost master, AgentIdentity identity, string boot = "boot", string instance = "instance", string stream = "stream") =>
        ConnectAsync(master, identity.OpenCertificate(), boot, instance, stream);

    /// <summary>The same, with a certificate of its own.</summary>
    public static async Task<RawAgent> ConnectAsync(MasterHost master, X509Certificate2 certificate, string boot = "boot", string instance = "instance", string stream = "stream")
    {
        var agent = Dial(master, certificate);
        await agent.SendAsync(new AgentMessage { Hello = Hello(boot, instance, stream) });
        Assert.Equal(ProtocolVersion.Newest, (await agent.ReadAsync()).Welcome.Protocol);
        Assert.Equal("n1", (await agent.ReadAsync()).Leads.Node);
        return agent;
    }

    public static Hello Hello(string boot = "boot", string instance = "instance", string stream = "stream") => new()
    {
        Protocol = ProtocolVersion.Newest,
        OldestProtocol = ProtocolVersion.Oldest,
        Version = "1.2.3",
        BootId = boot,
        Instance = instance,
        ReportStream = stream,
        Clock = Timestamp.From(TimeProvider.System).Microseconds,
    };

    public Task SendAsync(AgentMessage message) => _call.RequestStream.WriteAsync(message, MasterHost.Token).WaitAsync(s_patience, MasterHost.Token);

    public async Task<MasterMessage> ReadAsync()
    {
        Assert.True(await _call.ResponseStream.MoveNext(MasterHost.Token).WaitAsync(s_patience, MasterHost.Token), "The master has ended the connection.");
        return _call.ResponseStream.Current;
    }

    /// <summary>The next message, which is a call, answered so.</summary>
    public async Task<Call> AnswerAsync(Func<Call, Answer> answer)
    {
        var call = (await ReadAsync()).Call;
        var said = answer(call);
        said.Id = call.Id;
        await SendAsync(new AgentMessage { Answer = said });
        return call;
    }

    public Task ReportAsync(params Report[] reports)
    {
        var message = new NodeWire.Protocol.Reports();
        message.Reports_.AddRange(reports);
        return SendAsync(new AgentMessage { Reports = message });
    }

    /// <summary>With what the master has ended the connection, after at most some messages.</summary>
    public async Task<RpcException> RefusalAsync() => await Assert.ThrowsAsync<RpcException>(async () =>
    {
        while (await _call.ResponseStream.MoveNext(MasterHost.Token).WaitAsync(s_patience, MasterHost.Token))
        {
        }
    });

    /// <summary>The master says nothing more, and has ended the connection.</summary>
    public async Task EndAsync()
    {
        try
        {
            Assert.False(await _call.ResponseStream.MoveNext(MasterHost.Token).WaitAsync(s_patience, MasterHost.Token));
        }
        catch (RpcException)
        {
            // The server was faster than the end of the call.
        }
    }

    public void Dispose()
    {
        _call.Dispose();
        _channel.Dispose();
    }
}
