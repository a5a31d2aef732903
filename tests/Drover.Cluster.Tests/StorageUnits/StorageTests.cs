namespace Drover.Cluster.Tests.StorageUnits;

public sealed class StorageTests
{
    private const string Fields = "\"output_fields\":[\"node\",\"type\",\"name\",\"size\",\"used\",\"free\",\"allocatable\"]";

    [Fact]
    public async Task Storage_in_files_is_one_unit_a_node_that_answers()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddNodeAsync("n10", n => n with { Offline = true });
        await cluster.AddNodeAsync("n9");
        await cluster.AddNodeAsync("n2");
        cluster.Machines.Connect("n2", new FixedFacts());
        var end = await cluster.RunAsync($$"""{"OP_ID":"OP_NODE_QUERY_STORAGE",{{Fields}},"storage_type":"file"}""");
        end.Succeeded("""[["n2","file","/srv/ganeti/file-storage",258019,185848,72171,true],["node1","file","/srv/ganeti/file-storage",258019,185848,72171,true]]""");
        Assert.Contains("n9", Assert.Single(end.Messages), StringComparison.Ordinal);
        Assert.Equal("cluster/BGL shared, node/[lockset] shared", cluster.GrantedTo(end.Job.Id));
    }

    [Theory]
    [InlineData("\"storage_type\":\"sharedfile\",\"nodes\":[\"node1\"],\"output_fields\":[\"name\"]", """[["/srv/ganeti/shared-file-storage"]]""")]
    [InlineData("\"storage_type\":\"file\",\"name\":\"/elsewhere\",\"output_fields\":[\"name\"]", "[]")]
    [InlineData("\"storage_type\":\"lvm-vg\",\"output_fields\":[\"name\",\"free\"]", "[]")]
    public async Task Fields_types_nodes_and_names_are_chosen(string parameters, string rows)
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync($$"""{"OP_ID":"OP_NODE_QUERY_STORAGE",{{parameters}}}""")).Succeeded(rows);
    }

    [Theory]
    [InlineData("\"storage_type\":\"file\",\"output_fields\":[\"colour\"]", "wrong_input", "colour")]
    [InlineData("\"storage_type\":\"file\",\"output_fields\":[\"name\"],\"nodes\":[\"nowhere\"]", "unknown_entity", "nowhere")]
    [InlineData("\"output_fields\":[\"name\"]", null, "'diskless'")]
    public async Task What_cannot_be_listed_is_refused(string parameters, string? code, string word)
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync($$"""{"OP_ID":"OP_NODE_QUERY_STORAGE",{{parameters}}}""")).Refused("OpPrereqError", code, word);
    }

    [Fact]
    public async Task The_first_disk_template_says_which_storage_is_meant()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_SET_PARAMS","enabled_disk_templates":["file"]}""")).Succeeded();
        (await cluster.RunAsync("""{"OP_ID":"OP_NODE_QUERY_STORAGE","output_fields":["type"]}""")).Succeeded("""[["file"]]""");
    }

    [Fact]
    public async Task There_are_no_volumes()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_NODE_QUERYVOLS","output_fields":["node","phys","vg","name","size","instance"]}""")).Succeeded("[]");
        (await cluster.RunAsync("""{"OP_ID":"OP_NODE_QUERYVOLS","output_fields":["node"],"nodes":["node1"]}""")).Succeeded("[]");
        (await cluster.RunAsync("""{"OP_ID":"OP_NODE_QUERYVOLS","output_fields":["size","age"]}""")).Refused("OpPrereqError", "wrong_input", "age");
    }

    [Theory]
    [InlineData("OP_NODE_MODIFY_STORAGE", "file", "wrong_input", "'file' can not be modified")]
    [InlineData("OP_NODE_MODIFY_STORAGE", "lvm-pv", "unknown_entity", "/dev/sda1")]
    [InlineData("OP_REPAIR_NODE_STORAGE", "file", "wrong_input", "'file' can not be repaired")]
    [InlineData("OP_REPAIR_NODE_STORAGE", "lvm-vg", "unknown_entity", "/dev/sda1")]
    public async Task No_unit_can_be_changed(string opcode, string type, string code, string word)
    {
        await using var cluster = await TestCluster.StartAsync();
        var changes = opcode == "OP_NODE_MODIFY_STORAGE" ? ",\"changes\":{\"allocatable\":true}" : "";
        (await cluster.RunAsync($$"""{"OP_ID":"{{opcode}}","node_name":"node1","storage_type":"{{type}}","name":"/dev/sda1"{{changes}}}""")).Refused("OpPrereqError", code, word);
    }
}
