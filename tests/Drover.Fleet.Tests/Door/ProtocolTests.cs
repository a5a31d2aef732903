using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Drover.Fleet.Tests.Hosts;
using Drover.NodeWire;
using Drover.NodeWire.Protocol;
using Grpc.Core;

namespace Drover.Fleet.Tests.Door;

/// <summary>Who speaks otherwise than agents of this release do is refused in words, and harms nobody.</summary>
public sealed class ProtocolTests
{
    [Theory]
    [InlineData(ProtocolVersion.Oldest - 1, ProtocolVersion.Oldest - 1)]
    [InlineData(ProtocolVersion.Newest + 1, ProtocolVersion.Newest + 2)]
    public async Task An_agent_that_is_too_far_from_this_release_is_refused_and_named(int oldest, int newest)
    {
        await using var master = await MasterHost.StartAsync();
        using var agent = RawAgent.Dial(master, await master.JoinAsync("n2"));
        var hello = RawAgent.Hello();
        (hello.OldestProtocol, hello.Protocol) = (oldest, newest);
        await agent.SendAsync(new AgentMessage { Hello = hello });
        var error = await agent.RefusalAsync();
        Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
        Assert.Contains($"The agent of node n2 (version 1.2.3) speaks protocol {oldest} to {newest}", error.Status.Detail, StringComparison.Ordinal);
        await master.LineAsync(2405, "n2");
        Assert.False(master.IsHere("n2"));
    }

    [Fact]
    public async Task An_agent_that_is_newer_and_speaks_what_this_master_does_is_taken()
    {
        await using var master = await MasterHost.StartAsync();
        using var agent = RawAgent.Dial(master, await master.JoinAsync("n2"));
        var hello = RawAgent.Hello();
        hello.Protocol = ProtocolVersion.Newest + 5;
        await agent.SendAsync(new AgentMessage { Hello = hello });
        var welcome = (await agent.ReadAsync()).Welcome;
        Assert.Equal((ProtocolVersion.Newest, master.Kernel.Term), (welcome.Protocol, welcome.Term));
        Assert.Equal([master.Place], welcome.Masters);
    }

    [Fact]
    public async Task A_master_with_a_lower_term_than_the_node_has_heard_of_is_not_obeyed()
    {
        await using var master = await MasterHost.StartAsync();
        var identity = await master.JoinAsync("n2");
        identity.Learn(master.Place, [], master.Kernel.Term + 1);
        await using var agent = new AgentHost(identity, master.Directory);
        await agent.LineAsync(2503, "later master");
        Assert.False(master.IsHere("n2"));
        Assert.False(agent.Node.Orders.TryRead(out _));
        // The next one has a higher term, and is.
        await master.RestartAsync();
        await master.SessionAsync("n2");
        await agent.LineAsync(2501, $"term {master.Kernel.Term}");
    }

    [Fact]
    public async Task Who_does_not_say_who_it_is_is_dropped()
    {
        await using var master = await MasterHost.StartAsync();
        using var agent = RawAgent.Dial(master, await master.JoinAsync("n2"));
        var patience = TimeSpan.FromSeconds(10);
        await master.TimerAsync(patience);
        master.Clock.Advance(patience);
        var error = await agent.RefusalAsync();
        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        Assert.Contains("10 s", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_says_something_else_first_is_refused()
    {
        await using var master = await MasterHost.StartAsync();
        using var agent = RawAgent.Dial(master, await master.JoinAsync("n2"));
        await agent.ReportAsync();
        Assert.Equal(StatusCode.InvalidArgument, (await agent.RefusalAsync()).StatusCode);
    }

    [Fact]
    public async Task Rubbish_at_the_door_harms_nobody()
    {
        await using var master = await MasterHost.StartAsync();
        var identity = await master.JoinAsync("n2");
        await using var agent = new AgentHost(identity, master.Directory);
        var session = await master.SessionAsync("n2");
        var random = new Random(5);
        var noise = new byte[10_000];
        random.NextBytes(noise);
        foreach (var rubbish in new[] { noise, Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), [] })
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(master.Address, MasterHost.Token);
            await socket.GetStream().WriteAsync(rubbish, MasterHost.Token);
            var stream = socket.GetStream();
            socket.Client.Shutdown(SocketShutdown.Send);
            await EndAsync(stream);
        }
        // Behind TLS as well: noise, and HTTP of another version.
        foreach (var rubbish in new[] { noise, Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n") })
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(master.Address, MasterHost.Token);
            await using var tls = new SslStream(socket.GetStream());
            using var authority = X509Certificate2.CreateFromPem(master.Authority);
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { authority } };
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = "127.0.0.1", ApplicationProtocols = [SslApplicationProtocol.Http2], CertificateChainPolicy = policy }, MasterHost.Token);
            await tls.WriteAsync(rubbish, MasterHost.Token);
            await EndAsync(tls);
        }
        // Messages that are none.
        using (var raw = RawAgent.Dial(master, await master.JoinAsync("n3")))
        {
            await raw.SendAsync(new AgentMessage { Hello = RawAgent.Hello() });
            await raw.ReadAsync();
            await raw.SendAsync(new AgentMessage { Answer = new Answer { Id = 99 } });
            await raw.SendAsync(new AgentMessage());
            await raw.ReportAsync(new Report { Number = 1 });
            await master.SessionAsync("n3");
        }
        Assert.Null(session.Reason);
        Assert.Same(session, await master.SessionAsync("n2"));
        Assert.Equal(["x to 1"], (await master.Node("n2").Services.PlanAsync("x", "1", MasterHost.Token)).Lines);
    }

    /// <summary>Reads until the master has closed.</summary>
    private static async Task EndAsync(Stream stream)
    {
        try
        {
            var buffer = new byte[4_096];
            while (await stream.ReadAsync(buffer, MasterHost.Token).AsTask().WaitAsync(TimeSpan.FromSeconds(60), MasterHost.Token) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Reset, which is an end as well.
        }
    }
}
