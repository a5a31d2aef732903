using System.Text.Json;
using Drover.Cluster.Settings;

namespace Drover.Cluster.Tests.Settings;

public sealed class ClusterInfoTests
{
    /// <summary>Every key that clients look at, with the kind of its value.</summary>
    private const string Keys = """
        architecture Array, beparams Object, blacklisted_os Array, candidate_pool_size Number, compression_tools Array,
        config_version Number, ctime Number, data_collector_interval Object, default_hypervisor String, default_iallocator String,
        default_iallocator_params Object, diskparams Object, drbd_usermode_helper Null, enabled_data_collectors Object,
        enabled_disk_templates Array, enabled_hypervisors Array, enabled_user_shutdown False, export_version Number,
        file_storage_dir String, gluster_storage_dir String, hidden_os Array, hvparams Object, install_image String,
        instance_communication_network String, ipolicy Object, mac_prefix String, maintain_node_health False, master String,
        master_netdev String, master_netmask Number, max_running_jobs Number, max_tracked_jobs Number, modify_ssh_setup False,
        mtime Number, name String, ndparams Object, nicparams Object, os_api_version Number, os_hvp Object, osparams Object,
        prealloc_wipe_disks False, primary_ip_version Number, protocol_version Number, reserved_lvs Array,
        shared_file_storage_dir String, software_version String, ssh_key_bits Number, ssh_key_type String, tags Array, uid_pool Array,
        use_external_mip_script False, uuid String, vcs_version String, volume_group_name Null, zeroing_image String
        """;

    [Fact]
    public async Task It_has_every_key_of_the_recorded_answer_in_its_shape()
    {
        await using var cluster = await TestCluster.StartAsync();
        var info = Info(cluster);
        Assert.Equal(
            Keys.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            info.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"{p.Name} {p.Value.ValueKind}"));
    }

    [Fact]
    public async Task Its_inner_shapes_are_those_of_the_recorded_answer()
    {
        await using var cluster = await TestCluster.StartAsync();
        var info = Info(cluster);
        Assert.Equal(("3.0.2", 3_000_000, "gntcluster", "node1"), (
            info.GetProperty("software_version").GetString(), info.GetProperty("protocol_version").GetInt32(),
            info.GetProperty("name").GetString(), info.GetProperty("master").GetString()));
        Assert.Equal("live", info.GetProperty("hvparams").GetProperty("fake").GetProperty("migration_mode").GetString());
        Assert.Equal(128, info.GetProperty("beparams").GetProperty("default").GetProperty("maxmem").GetInt32());
        var policy = info.GetProperty("ipolicy");
        Assert.Equal(["disk-templates", "minmax", "spindle-ratio", "std", "vcpu-ratio"], Names(policy));
        Assert.Equal(["max", "min"], Names(policy.GetProperty("minmax")[0]));
        Assert.Equal(["blockdev", "diskless", "drbd", "ext", "file", "gluster", "plain", "rbd", "sharedfile"], Names(info.GetProperty("diskparams")));
        Assert.Equal(Names(info.GetProperty("enabled_data_collectors")), Names(info.GetProperty("data_collector_interval")));
        Assert.Equal((100, 1000), (info.GetProperty("max_running_jobs").GetInt32(), info.GetProperty("max_tracked_jobs").GetInt32()));
    }

    [Fact]
    public async Task Asked_for_as_a_job_it_is_the_same()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_QUERY"}""")).Succeeded(Info(cluster).GetRawText());
    }

    [Fact]
    public async Task Single_values_are_given_in_the_order_asked_for()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""
            {"OP_ID":"OP_CLUSTER_CONFIG_QUERY","output_fields":["master_node","cluster_name","drain_flag","watcher_pause","modify_ssh_setup","ssh_key_type","ssh_key_bits"]}
            """)).Succeeded("""["node1","gntcluster",false,null,false,"rsa",2048]""");
        (await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_CONFIG_QUERY","output_fields":["cluster_name","nosuch"]}"""))
            .Refused("OpPrereqError", "wrong_input", "nosuch");
        Assert.Null(ClusterValues.Get(cluster.State, "nosuch"));
    }

    private static IEnumerable<string> Names(JsonElement value) => value.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal);

    private static JsonElement Info(TestCluster cluster) =>
        JsonDocument.Parse(RawJson.Write(w => ClusterInfo.Write(w, cluster.State)).Utf8).RootElement;
}
