using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Drover.Fleet.Tests.Hosts;
using Drover.NodeAgent.Connecting;
using Drover.NodeAgent.Identity;
using Drover.NodeAgent.Joining;
using Drover.NodeWire.Protocol;
using Google.Protobuf;
using Grpc.Core;

namespace Drover.Fleet.Tests.Joining;

/// <summary>Machines join over TLS, each by a token of its own.</summary>
public sealed class JoiningTests
{
    [Fact]
    public async Task A_machine_with_its_token_becomes_a_node()
    {
        await using var master = await MasterHost.StartAsync();
        var token = await master.InviteAsync("n2");
        Assert.Null(master.Agent("n2")!.Joined);
        Assert.Null(master.Nodes.Find("n2"));
        var identity = await master.JoinAsync("n2", token);
        using var certificate = identity.OpenCertificate();
        Assert.Equal(("n2", "CN=n2", master.Place), (identity.Node, certificate.Subject, Assert.Single(identity.Masters)));
        var agent = master.Agent("n2")!;
        Assert.NotNull(agent.Joined);
        Assert.Equal((certificate.SerialNumber, Machine.Version, "127.0.0.1"), (Assert.Single(agent.Certificates).Serial, agent.Version, agent.Address));
        Assert.Equal(master.Clock.GetUtcNow().UtcDateTime.AddDays(30), certificate.NotAfter.ToUniversalTime(), TimeSpan.FromSeconds(2));
        Assert.DoesNotContain("secret", System.Text.Json.JsonSerializer.Serialize(agent), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_that_has_joined_is_known_as_away_until_its_agent_comes()
    {
        await using var master = await MasterHost.StartAsync();
        var added = 0;
        master.Nodes.Added += (_, node) => added += node.Node.Name == "n2" ? 1 : 0;
        await master.JoinAsync("n2");
        var node = master.Node("n2");
        Assert.Equal((false, "it has joined and not connected yet", master.Agent("n2")!.Since.Microseconds), (node.Presence.IsHere, node.Presence.Reason, node.Presence.Since));
        Assert.Equal("one node is away: n2 (it has joined and not connected yet)", master.Nodes.AwayNodes);
        Assert.Same(node, master.Nodes.Take("n2", "stream"));
        Assert.Equal(1, added);
        await master.JoinAsync("n2", again: true);
        Assert.Same(node, master.Node("n2"));
    }

    [Fact]
    public async Task A_token_is_good_once()
    {
        await using var master = await MasterHost.StartAsync();
        var token = await master.InviteAsync("n2");
        await master.JoinAsync("n2", token);
        var known = master.Agent("n2");
        Assert.Contains("used already", (await RefusedAsync(master, "n2", token)).Message, StringComparison.Ordinal);
        Assert.Equal(known, master.Agent("n2"));
    }

    [Fact]
    public async Task A_token_is_good_for_a_while()
    {
        await using var master = await MasterHost.StartAsync();
        var token = await master.InviteAsync("n2");
        master.Clock.Advance(TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(1));
        Assert.Contains("too old", (await RefusedAsync(master, "n2", token)).Message, StringComparison.Ordinal);
        Assert.Null(master.Agent("n2")!.Joined);
        var anew = await master.InviteAsync("n2");
        master.Clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        await master.JoinAsync("n2", anew);
    }

    [Fact]
    public async Task A_token_is_good_for_one_name()
    {
        await using var master = await MasterHost.StartAsync();
        var token = await master.InviteAsync("n2");
        await master.InviteAsync("n3");
        Assert.Contains("is for node n2, and not for n3", (await RefusedAsync(master, "n3", token)).Message, StringComparison.Ordinal);
        Assert.Null(master.Agent("n3")!.Joined);
    }

    [Fact]
    public async Task A_token_that_is_not_known_is_refused_as_is_one_that_a_later_one_has_replaced()
    {
        await using var master = await MasterHost.StartAsync();
        var token = await master.InviteAsync("n2");
        await master.InviteAsync("n2");
        Assert.Contains("not known", (await RefusedAsync(master, "n2", token)).Message, StringComparison.Ordinal);
        Assert.Contains("not known", (await RefusedAsync(master, "n2", token with { Secret = "guessed" })).Message, StringComparison.Ordinal);
        Assert.Contains("not known", (await RefusedAsync(master, "n2", token with { Secret = "" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_told_to_a_master_that_is_another_one()
    {
        await using var master = await MasterHost.StartAsync();
        var token = await master.InviteAsync("n2");
        var error = await Assert.ThrowsAsync<DroverException>(() => master.JoinAsync("n2", token with { Fingerprint = new string('0', 64) }));
        Assert.Equal("MASTER_UNKNOWN", error.Code);
        await master.JoinAsync("n2", token);
    }

    [Fact]
    public async Task Requests_with_another_kind_of_key_or_a_broken_signature_are_refused_and_leave_the_token_good()
    {
        await using var master = await MasterHost.StartAsync();
        var token = await master.InviteAsync("n2");
        using var rsa = RSA.Create(2048);
        using var large = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var key = NodeKey.Create();
        var broken = NodeKey.Request(key, "n2");
        broken[^1] ^= 1;
        foreach (var (request, reason) in new[]
        {
            (new CertificateRequest("CN=n2", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequest(), "P-256"),
            (new CertificateRequest("CN=n2", large, HashAlgorithmName.SHA256).CreateSigningRequest(), "P-256"),
            (broken, "its own key has signed"),
            ([], "its own key has signed"),
            (new byte[100], "its own key has signed"),
        })
        {
            var error = await Assert.ThrowsAsync<RpcException>(() => JoinAsync(master, "n2", token, request));
            Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
            Assert.Contains(reason, error.Status.Detail, StringComparison.Ordinal);
        }
        await master.JoinAsync("n2", token);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-n")]
    [InlineData("n/2")]
    [InlineData("n\u00002")]
    public async Task A_name_that_no_node_can_have_is_refused(string name)
    {
        await using var master = await MasterHost.StartAsync();
        using var key = NodeKey.Create();
        var token = await master.InviteAsync("n2");
        var error = await Assert.ThrowsAsync<RpcException>(() => JoinAsync(master, name, token, NodeKey.Request(key, "n2")));
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Contains("cannot have the name", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_says_nothing_about_whose_certificate_it_is()
    {
        await using var master = await MasterHost.StartAsync();
        using var key = NodeKey.Create();
        var credentials = await JoinAsync(master, "n2", await master.InviteAsync("n2"), NodeKey.Request(key, "n1"));
        using var certificate = X509Certificate2.CreateFromPem(credentials.Certificate);
        Assert.Equal("CN=n2", certificate.Subject);
        Assert.False(certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
    }

    private static async Task<DroverException> RefusedAsync(MasterHost master, string node, JoinToken token)
    {
        var error = await Assert.ThrowsAsync<DroverException>(() => master.JoinAsync(node, token));
        Assert.Equal("JOIN_REFUSED", error.Code);
        await master.LineAsync(2405, error.Message.TrimEnd('.'));
        return error;
    }

    private static async Task<Credentials> JoinAsync(MasterHost master, string node, JoinToken token, byte[] request)
    {
        using var channel = MasterChannel.To(master.Place, master.Authority, client: null, TimeProvider.System);
        return await new NodeWire.Protocol.Fleet.FleetClient(channel).JoinAsync(
            new JoinRequest { Node = node, Secret = token.Secret, Request = ByteString.CopyFrom(request) }, deadline: DateTime.UtcNow.AddMinutes(1), cancellationToken: MasterHost.Token);
    }
}
