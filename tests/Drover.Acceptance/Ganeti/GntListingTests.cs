using Drover.Acceptance.Running;

namespace Drover.Acceptance.Ganeti;

/// <summary>What each of Debian's tools lists, empty resources included.</summary>
public sealed class GntListingTests(GanetiDaemon ganeti) : IClassFixture<GanetiDaemon>
{
    private Daemon Daemon => ganeti.Daemon;

    [Theory]
    [InlineData("gnt-job", "id")]
    [InlineData("gnt-node", "name")]
    [InlineData("gnt-group", "name")]
    [InlineData("gnt-instance", "name")]
    [InlineData("gnt-network", "name")]
    [InlineData("gnt-backup", "export")]
    [InlineData("gnt-filter", "uuid")]
    public void List_fields_names_every_field_and_each_can_be_asked_for(string tool, string key)
    {
        var fields = Daemon.Gnt(tool, "list-fields").Expect(0);
        Assert.Equal(["Name", "Type", "Title", "Description"], fields.Row("Name"));
        Assert.Equal(key, fields.Row(key)[0]);
        var names = fields.Lines.Skip(1).Select(line => line.Split(' ')[0]).ToList();
        Daemon.Gnt(tool, "list", "-o", string.Join(',', names)).Expect(0);
        Assert.Equal(key, Daemon.Gnt(tool, "list-fields", key).Expect(0).Lines[^1].Split(' ')[0]);
    }

    [Theory]
    [InlineData("gnt-instance", "Instance Hypervisor OS Primary_node Status Memory")]
    [InlineData("gnt-network", "Network Subnet Gateway MacPrefix GroupList Tags")]
    [InlineData("gnt-backup", "Node Export")]
    public void List_of_an_empty_resource_shows_its_titles(string tool, string titles) =>
        Assert.Equal(titles.Split(' '), Daemon.Gnt(tool, "list").Expect(0).Lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void The_socket_of_the_old_name_answers_too()
    {
        using var master = new LuxiClient(Path.Combine(Path.GetDirectoryName(Daemon.Sandbox.LuxiSocket)!, "ganeti-master"));
        Assert.Equal("fleet", (string)master.Call("QueryConfigValues", new System.Text.Json.Nodes.JsonArray("cluster_name"))![0]!);
    }
}
