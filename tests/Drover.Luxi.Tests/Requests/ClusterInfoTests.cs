using System.Text.Json;
using Drover.Luxi.Tests.Host;

namespace Drover.Luxi.Tests.Requests;

public sealed class ClusterInfoTests
{
    [Fact]
    public async Task The_description_is_kept_over_submits_and_renewed_when_the_cluster_changes()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        var before = (await client.ResultAsync("QueryClusterInfo", "[]")).GetRawText();
        await client.ResultAsync("SubmitJob", "[[]]");
        Assert.Equal(before, (await client.ResultAsync("QueryClusterInfo", "[]")).GetRawText());

        var job = (await client.ResultAsync("SubmitJob", """[[{"OP_ID":"OP_TAGS_SET","kind":"cluster","tags":["blue"],"name":"","reason":[]}]]""")).GetInt64();
        await host.FinishedAsync(job);
        var after = await client.ResultAsync("QueryClusterInfo", "[]");
        Assert.Equal("""["blue"]""", after.GetProperty("tags").GetRawText());
        Assert.Equal("""["blue"]""", (await client.ResultAsync("QueryTags", """["cluster",""]""")).GetRawText());
    }

    [Fact]
    public async Task Values_of_the_configuration_come_in_the_order_asked_for()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        Assert.Equal("""[2048,"rsa",false,"node1","gntcluster",null,null,false]""", (await client.ResultAsync("QueryConfigValues",
            """[["ssh_key_bits","ssh_key_type","modify_ssh_setup","master_node","cluster_name","nosuch","watcher_pause","drain_flag"]]""")).GetRawText());
    }

    [Fact]
    public async Task Every_key_that_clients_look_at_is_there()
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        var info = await client.ResultAsync("QueryClusterInfo", "[]");
        string[] keys = ["software_version", "protocol_version", "config_version", "os_api_version", "export_version", "vcs_version", "architecture",
            "name", "master", "default_hypervisor", "enabled_hypervisors", "hvparams", "os_hvp", "osparams", "beparams", "nicparams", "ipolicy",
            "ndparams", "diskparams", "candidate_pool_size", "max_running_jobs", "max_tracked_jobs", "mac_prefix", "master_netdev",
            "master_netmask", "use_external_mip_script", "volume_group_name", "drbd_usermode_helper", "file_storage_dir",
            "shared_file_storage_dir", "gluster_storage_dir", "maintain_node_health", "prealloc_wipe_disks", "ctime", "mtime", "uuid", "tags",
            "uid_pool", "default_iallocator", "default_iallocator_params", "reserved_lvs", "primary_ip_version", "hidden_os", "blacklisted_os",
            "enabled_disk_templates", "install_image", "instance_communication_network", "zeroing_image", "compression_tools",
            "enabled_user_shutdown", "modify_ssh_setup", "enabled_data_collectors", "data_collector_interval", "ssh_key_type", "ssh_key_bits"];
        Assert.Equal([], keys.Where(key => !info.TryGetProperty(key, out _)));
        Assert.Equal(JsonValueKind.Array, info.GetProperty("architecture").ValueKind);
    }
}
