using Drover.Kernel;
using Drover.Kernel.Queries;

namespace Drover.Cluster.Tests.Queries;

/// <summary>Fields and values in the shapes that were recorded from the real daemon.</summary>
public sealed class ResourceShapeTests
{
    [Theory]
    [InlineData("node", "name Node Text,state State Text,since Since Timestamp,role Role Text,dtotal DTotal Unit,dfree DFree Unit,mtotal MTotal Unit,mfree MFree Unit,pinst_cnt Pinst Number,sinst_cnt Sinst Number,reason Reason Text")]
    [InlineData("group", "name Group Text,node_cnt Nodes Number,pinst_cnt Instances Number,alloc_policy AllocPolicy Text,ndparams NDParams Other")]
    [InlineData("instance", "name Instance Text,hypervisor Hypervisor Text,os OS Text,pnode Primary_node Text,status Status Text,oper_ram Memory Unit")]
    [InlineData("export", "node Node Text,export Export Text")]
    public async Task The_columns_of_a_plain_listing_are_those_of_the_clients_and_of_nodes_whether_they_are_there(string resource, string columns)
    {
        await using var cluster = await TestCluster.StartAsync();
        var table = cluster.Host.Model.Resources.Get(resource);
        Assert.Equal(
            columns.Split(',').Order(StringComparer.Ordinal),
            table.DefaultFields.Select(f => table.FindDefinition(f)!).Select(f => $"{f.Name} {f.Title} {f.Kind}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_rows_of_a_new_cluster_are_as_recorded()
    {
        await using var cluster = await TestCluster.StartAsync();
        Assert.Equal(["\"node1\"", "258019", "72171", "24105", "1246", "22859", "0", "0"],
            Assert.Single(await cluster.QueryAsync("node", "name,dtotal,dfree,mtotal,mnode,mfree,pinst_cnt,sinst_cnt")));
        Assert.Equal(
            ["\"node1\"", "\"198.51.100.10\"", "\"198.51.100.10\"", "[]", "[]", "true", "false", "false", "true", "true", "(Unavailable)",
                """{"oob_program":"","spindle_count":1,"exclusive_storage":false,"ovs":false,"ovs_name":"switch1","ovs_link":"","ssh_port":22,"cpu_speed":1}""", "{}"],
            Assert.Single(await cluster.QueryAsync("node",
                "name,pip,sip,pinst_list,sinst_list,master_candidate,drained,offline,master_capable,vm_capable,powered,ndparams,custom_ndparams")));
        Assert.Equal(["\"M\"", "true", "\"default\"", "\"boot-1\"", "2", "1", "1", "(Unavailable)"],
            Assert.Single(await cluster.QueryAsync("node", "role,master,group,bootid,ctotal,csockets,cnodes,sptotal")));
        Assert.Equal(
            ["\"default\"", "1", "0", "\"preferred\"", "[\"node1\"]", "[]"],
            Assert.Single(await cluster.QueryAsync("group", "name,node_cnt,pinst_cnt,alloc_policy,node_list,pinst_list")));
        Assert.Equal(["\"gntcluster\"", "\"node1\"", "\"3.0.2\"", "3000000", "false", "(Unavailable)", "100"],
            Assert.Single(await cluster.QueryAsync("cluster", "name,master_node,software_version,protocol_version,drain_flag,watcher_pause,max_running_jobs")));
        Assert.Empty(await cluster.QueryAsync("network", "name,network,gateway,mac_prefix,group_list,tags"));
        Assert.Empty(await cluster.QueryAsync("instance", "name"));
        Assert.Empty(await cluster.QueryAsync("export", "node,export"));
    }

    [Theory]
    [InlineData("node")]
    [InlineData("group")]
    [InlineData("cluster")]
    [InlineData("instance")]
    [InlineData("network")]
    [InlineData("export")]
    [InlineData("tag")]
    public async Task Every_field_has_a_value_of_its_kind_or_a_status(string resource)
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.TamperAsync(d => InstanceResourceTests.StoreAll(d, cluster.Master));
        var table = cluster.Host.Model.Resources.Get(resource);
        using var look = cluster.Host.Look(Caller.System);
        var result = await table.QueryAsync(look, new QueryRequest([.. table.Fields.Select(f => f.Name)]), TestContext.Current.CancellationToken);
        Assert.NotEmpty(result.Rows);
        foreach (var row in result.Rows)
            for (var i = 0; i < row.Length; i++)
                Assert.True(Fits(result.Fields[i].Kind, row[i]), $"{resource}.{result.Fields[i].Name} of kind {result.Fields[i].Kind} is {row[i]}");
    }

    private static bool Fits(FieldKind kind, FieldValue value)
    {
        if (!value.IsNormal)
            return value.Status is CellStatus.NoData or CellStatus.Unavailable or CellStatus.Offline;
        var text = value.ToString();
        return kind switch
        {
            FieldKind.Text => text.StartsWith('"'),
            FieldKind.Bool => text is "true" or "false",
            FieldKind.Number or FieldKind.Unit => long.TryParse(text, out _),
            FieldKind.Float or FieldKind.Timestamp => double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _),
            _ => true,
        };
    }

    [Fact]
    public async Task This_machine_is_looked_at_only_when_a_live_field_is_asked_for()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.QueryAsync("node", "name,role,ndparams");
        Assert.Equal(0, cluster.Facts.Reads);
        await cluster.QueryAsync("node", "name,mfree,dfree");
        Assert.Equal(1, cluster.Facts.Reads);
    }

    [Theory]
    [InlineData("offline", "(Offline)")]
    [InlineData("not vm_capable", "(Unavailable)")]
    [InlineData("other", "(NoData)")]
    public async Task A_live_value_that_there_is_not_says_why(string node, string cell)
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddNodeAsync("n2", n => node switch
        {
            "offline" => n with { Offline = true },
            "not vm_capable" => n with { VmCapable = false },
            _ => n,
        });
        Assert.Equal(cell, (await cluster.QueryAsync("node", "mfree", """["==","name","n2"]"""))[0][0]);
    }

    [Theory]
    [InlineData("n2", 1)]
    [InlineData("n2.example.org", 1)]
    [InlineData("node-uuid-1", 0)]
    public async Task A_node_is_found_by_short_name_while_a_uuid_matches_no_name(string name, int rows)
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddNodeAsync("n2.example.org");
        Assert.Equal(rows, (await cluster.QueryAsync("node", "name", $$"""["|",["==","name","{{name}}"]]""")).Length);
    }

    [Fact]
    public async Task Roles_are_one_letter()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddNodeAsync("n2", n => n with { MasterCandidate = true });
        await cluster.AddNodeAsync("n3", n => n with { Drained = true });
        await cluster.AddNodeAsync("n4", n => n with { Offline = true });
        await cluster.AddNodeAsync("n10");
        Assert.Equal("n2 C,n3 D,n4 O,n10 R,node1 M", string.Join(',', (await cluster.QueryAsync("node", "name,role")).Select(r => $"{r[0]} {r[1]}")).Replace("\"", "", StringComparison.Ordinal));
    }
}
