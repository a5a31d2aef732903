using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Drover.Fleet.Tests.Hosts;
using Drover.NodeAgent.Identity;
using Drover.NodeWire;
using Drover.NodeWire.Protocol;
using Drover.Tests.Shared;
using Google.Protobuf;
using Grpc.Core;

namespace Drover.Fleet.Tests.Door;

/// <summary>A node is known by its certificate and by nothing else.</summary>
public sealed class CertificateTests
{
    [Fact]
    public async Task Without_a_certificate_nobody_connects()
    {
        await using var master = await MasterHost.StartAsync();
        await master.JoinAsync("n2");
        using var agent = RawAgent.Dial(master, certificate: null);
        await CheckRefusedAsync(agent, StatusCode.Unauthenticated, "shows no certificate");
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_none()
    {
        await using var master = await MasterHost.StartAsync();
        await using var other = await MasterHost.StartAsync();
        await master.JoinAsync("n2");
        using var agent = RawAgent.Dial(master, await other.JoinAsync("n2"));
        await CheckRefusedAsync(agent, StatusCode.Unauthenticated, "not one of a node of this cluster");
        using var key = NodeKey.Create();
        using var own = new CertificateRequest("CN=n2", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        using var self = RawAgent.Dial(master, X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null));
        await CheckRefusedAsync(self, StatusCode.Unauthenticated, "not one of a node of this cluster");
        Assert.False(master.IsHere("n2"));
    }

    [Fact]
    public async Task A_certificate_that_has_ended_is_good_no_more()
    {
        await using var master = await MasterHost.StartAsync();
        var identity = await master.JoinAsync("n2");
        master.Clock.TurnWallClock(TimeSpan.FromDays(29));
        using (await RawAgent.ConnectAsync(master, identity))
            await master.SessionAsync("n2");
        master.Clock.TurnWallClock(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        using var late = RawAgent.Dial(master, identity);
        await CheckRefusedAsync(late, StatusCode.Unauthenticated, "still good");
    }

    [Fact]
    public async Task A_certificate_that_is_not_known_here_is_refused_with_what_to_do()
    {
        await using var master = await MasterHost.StartAsync();
        var identity = await master.JoinAsync("n2");
        await using var restored = await MasterHost.StartAsync();
        // The same authority over a state that has never heard of the node.
        File.Copy(Path.Combine(master.Directory, "ca", "authority.pem"), Path.Combine(restored.Directory, "ca", "authority.pem"), overwrite: true);
        await restored.RestartAsync();
        using var agent = RawAgent.Dial(restored, identity);
        await CheckRefusedAsync(agent, StatusCode.PermissionDenied, "drover add node n2 --again");
    }

    [Fact]
    public async Task An_agent_of_a_node_that_was_removed_hears_so_and_ends()
    {
        await using var master = await MasterHost.StartAsync();
        var identity = await master.JoinAsync("n2");
        await using var agent = new AgentHost(identity, master.Directory);
        await master.SessionAsync("n2");
        await master.RemoveAsync("n2");
        Assert.Contains("halt", await agent.Node.Orders.ReadAsync(MasterHost.Token), StringComparison.Ordinal);
        Assert.True(await agent.Run.WaitAsync(TimeSpan.FromSeconds(60), MasterHost.Token));
        Assert.Null(master.Nodes.Find("n2"));
        Assert.Null(master.Agent("n2"));
    }

    [Fact]
    public async Task One_that_was_away_hears_it_when_it_comes_back()
    {
        await using var master = await MasterHost.StartAsync();
        var identity = await master.JoinAsync("n2");
        await master.RemoveAsync("n2");
        using (var raw = RawAgent.Dial(master, identity))
            Assert.NotNull((await raw.RefusalAsync()).Trailers.GetValue(Trailers.Removed));
        await using var agent = new AgentHost(identity, master.Directory);
        Assert.True(await agent.Run.WaitAsync(TimeSpan.FromSeconds(60), MasterHost.Token));
    }

    [Fact]
    public async Task A_node_that_is_removed_while_it_connects_does_not_come_back()
    {
        await using var master = await MasterHost.StartAsync();
        using var agent = RawAgent.Dial(master, await master.JoinAsync("n2"));
        // It has shown its certificate, and not yet said who it is.
        await master.TimerAsync(TimeSpan.FromSeconds(10));
        await master.RemoveAsync("n2");
        await agent.SendAsync(new AgentMessage { Hello = RawAgent.Hello() });
        Assert.NotNull((await agent.RefusalAsync()).Trailers.GetValue(Trailers.Removed));
        Assert.Null(master.Nodes.Find("n2"));
    }

    [Fact]
    public async Task A_machine_that_takes_the_place_of_another_ends_its_connection_and_its_certificate()
    {
        await using var master = await MasterHost.StartAsync();
        var first = await master.JoinAsync("n2");
        await using var agent = new AgentHost(first, master.Directory);
        await master.SessionAsync("n2");
        var second = await master.JoinAsync("n2", again: true);
        Assert.True(await agent.Run.WaitAsync(TimeSpan.FromSeconds(60), MasterHost.Token));
        using var successor = await RawAgent.ConnectAsync(master, second);
        await master.SessionAsync("n2");
    }

    [Fact]
    public async Task A_new_certificate_is_good_and_the_old_one_to_its_end()
    {
        await using var master = await MasterHost.StartAsync();
        var identity = await master.JoinAsync("n2");
        using var old = identity.OpenCertificate();
        master.Clock.TurnWallClock(TimeSpan.FromDays(20));
        using (var agent = RawAgent.Dial(master, identity))
        using (var key = NodeKey.Create())
        {
            var credentials = await agent.Client.RenewAsync(new RenewRequest { Request = ByteString.CopyFrom(NodeKey.Request(key, "other")) }, cancellationToken: MasterHost.Token);
            identity.Replace(credentials.Certificate, key);
        }
        using var made = identity.OpenCertificate();
        Assert.Equal("CN=n2", made.Subject);
        Assert.Equal([old.SerialNumber, made.SerialNumber], master.Agent("n2")!.Certificates.Select(certificate => certificate.Serial));
        using (await RawAgent.ConnectAsync(master, old))
        using (await RawAgent.ConnectAsync(master, made))
            await master.SessionAsync("n2");
        master.Clock.TurnWallClock(TimeSpan.FromDays(11));
        using (var late = RawAgent.Dial(master, old))
            await CheckRefusedAsync(late, StatusCode.Unauthenticated, "still good");
        using (await RawAgent.ConnectAsync(master, made))
            await master.SessionAsync("n2");
    }

    [Fact]
    public async Task An_agent_gets_a_new_certificate_in_good_time_and_goes_on_with_it()
    {
        // Issued for a time of which a third is left at once, as far as the agent sees.
        await using var master = await MasterHost.StartAsync(options => options with { CertificateTime = TimeSpan.FromMinutes(2) });
        var identity = await master.JoinAsync("n2");
        using var first = identity.OpenCertificate();
        // From now on certificates are made for long: the agent asks once.
        await master.RestartAsync(options => options);
        await using var agent = new AgentHost(identity, master.Directory);
        await master.LineAsync(2409, "n2");
        await agent.LineAsync(2506, "certificate");
        // It may have asked before it was connected, or after.
        await Soon.HoldsAsync(() => agent.Log.Lines.SkipWhile(line => line.Id != 2506).Any(line => line.Id == 2501));
        using var second = identity.OpenCertificate();
        Assert.NotEqual(first.SerialNumber, second.SerialNumber);
        Assert.Equal(second.SerialNumber, AgentIdentity.Read(Path.GetDirectoryName(Directory.GetFiles(master.Directory, "identity.json", SearchOption.AllDirectories).Single())!).OpenCertificate().SerialNumber);
        await master.SessionAsync("n2");
    }

    private static async Task CheckRefusedAsync(RawAgent agent, StatusCode code, string reason)
    {
        var error = await agent.RefusalAsync();
        Assert.Equal(code, error.StatusCode);
        Assert.Contains(reason, error.Status.Detail, StringComparison.Ordinal);
        Assert.Null(error.Trailers.GetValue(Trailers.Removed));
    }
}
