using System.Collections.Immutable;
using Drover.Cluster.Exports;
using Drover.Cluster.Instances;
using Drover.Cluster.Networks;
using Drover.Cluster.Nodes;
using Drover.Kernel.Commands;

namespace Drover.Cluster.Tests.Queries;

/// <summary>Kinds that nothing makes yet, as their fields will show them.</summary>
public sealed class InstanceResourceTests
{
    internal static Instance Instance(string node) => new()
    {
        Uuid = "i1",
        Name = "instance1",
        PrimaryNode = node,
        Hypervisor = "fake",
        Os = "noop+default",
        DiskTemplate = "plain",
        Disks = [new Disk("d1", "root", 1024, null), new Disk("d2", null, 512, 2)],
        Nics = [new Nic("c1", null, "aa:00:00:00:00:01", "192.0.2.200", "w1", null, null, null)],
        Beparams = new RawJson("""{"vcpus":3}"""u8.ToArray()),
    };

    internal static void StoreAll(Decision d, Node master)
    {
        d.Store(ClusterKinds.Instance, "i1", Instance(master.Uuid));
        d.Store(ClusterKinds.Network, "w1", new Network
        {
            Uuid = "w1", Name = "net1", Range = "192.0.2.0/29", Gateway = "192.0.2.1", Reservations = "10100000", ExtReservations = "00000001",
        });
        d.Store(ClusterKinds.Export, "e1", new Export { Uuid = "e1", Name = "instance1.export", Node = master.Uuid });
        var group = d.State.Objects.Find(ClusterKinds.Group, master.Group)!;
        d.Store(ClusterKinds.Group, group.Uuid, group with { Networks = new RawJson("""{"w1":{"mode":"bridged","link":"br0"}}"""u8.ToArray()) });
        d.Store(ClusterKinds.Cluster, ClusterKinds.ClusterKey, d.State.Cluster() with { Tags = ImmutableArray.Create("t") });
    }

    [Fact]
    public async Task An_instance_shows_what_it_has_and_what_it_inherits()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.TamperAsync(d => StoreAll(d, cluster.Master));
        Assert.Equal(["\"instance1\"", "\"fake\"", "\"noop+default\"", "\"node1\"", "\"ADMIN_down\"", "(NoData)"],
            Assert.Single(await cluster.QueryAsync("instance", "name,hypervisor,os,pnode,status,oper_ram")));
        Assert.Equal(["3", "128", """{"vcpus":3}""", """{"migration_mode":"live"}""", "(Unavailable)", "\"default\""],
            Assert.Single(await cluster.QueryAsync("instance", "be/vcpus,be/memory,custom_beparams,hvparams,hv/acpi,pnode.group")));
        Assert.Equal(["2", "[1024,512]", "1024", "(Unavailable)", "\"root\"", "(Unavailable)", "1536"],
            Assert.Single(await cluster.QueryAsync("instance", "disk.count,disk.sizes,disk.size/0,disk.size/2,disk.name/0,disk.spindles/0,disk_usage")));
        Assert.Equal(["\"aa:00:00:00:00:01\"", "[\"bridged\"]", "\"br0\"", "\"net1\"", "(Unavailable)", "[{}]"],
            Assert.Single(await cluster.QueryAsync("instance", "nic.mac/0,nic.modes,bridge,nic.network.name/0,nic.ip/1,custom_nicparams")));
        Assert.Equal(["1", "[\"instance1\"]"], Assert.Single(await cluster.QueryAsync("node", "pinst_cnt,pinst_list")));
    }

    [Theory]
    [InlineData("up", "admin", "ERROR_down")]
    [InlineData("down", "admin", "ADMIN_down")]
    [InlineData("down", "user", "USER_down")]
    [InlineData("offline", "admin", "ADMIN_offline")]
    public async Task Its_status_is_one_word(string state, string source, string status)
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.TamperAsync(d => d.Store(ClusterKinds.Instance, "i1", Instance(cluster.Master.Uuid) with { AdminState = state, AdminStateSource = source }));
        Assert.Equal($"\"{status}\"", await cluster.CellAsync("instance", "status"));
    }

    [Fact]
    public async Task A_network_shows_its_addresses_and_an_export_its_node()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.TamperAsync(d => StoreAll(d, cluster.Master));
        Assert.Equal(["\"net1\"", "\"X.X....X\"", "5", "3", "[[\"default\",\"bridged\",\"br0\",\"\"]]", "[\"instance1\"]"],
            Assert.Single(await cluster.QueryAsync("network", "name,map,free_count,reserved_count,group_list,inst_list")));
        Assert.Equal(["\"node1\"", "\"instance1.export\""], Assert.Single(await cluster.QueryAsync("export", "node,export")));
    }
}
