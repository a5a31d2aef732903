using System.Text.Json;
using Drover.Cluster.Settings;
using Drover.Cluster.Vocabulary;

namespace Drover.Cluster.Tests.Settings;

public sealed class SetClusterParametersTests
{
    [Theory]
    [InlineData("\"max_running_jobs\":7", "max_running_jobs", "7")]
    [InlineData("\"max_tracked_jobs\":70", "max_tracked_jobs", "70")]
    [InlineData("\"candidate_pool_size\":3", "candidate_pool_size", "3")]
    [InlineData("\"vg_name\":\"xenvg\"", "volume_group_name", "\"xenvg\"")]
    [InlineData("\"vg_name\":\"\"", "volume_group_name", "null")]
    [InlineData("\"drbd_helper\":\"/bin/true\"", "drbd_usermode_helper", "\"/bin/true\"")]
    [InlineData("\"enabled_hypervisors\":[\"kvm\",\"fake\"]", "default_hypervisor", "\"kvm\"")]
    [InlineData("\"enabled_disk_templates\":[\"plain\"]", "enabled_disk_templates", "[\"plain\"]")]
    [InlineData("\"nicparams\":{\"link\":\"br1\"}", "nicparams", "{\"default\":{\"mode\":\"bridged\",\"link\":\"br1\",\"vlan\":\"\"}}")]
    [InlineData("\"uid_pool\":[[10,20],[15,30],[31,31]]", "uid_pool", "[[10,31]]")]
    [InlineData("\"uid_pool\":[[10,20]],\"remove_uids\":[[12,13]]", "uid_pool", "[[10,11],[14,20]]")]
    [InlineData("\"add_uids\":[[5,6]]", "uid_pool", "[[5,6]]")]
    [InlineData("\"hidden_os\":[[\"add\",\"a\"],[\"add\",\"b\"],[\"remove\",\"a\"]]", "hidden_os", "[\"b\"]")]
    [InlineData("\"blacklisted_os\":[[\"add\",\"a\"]]", "blacklisted_os", "[\"a\"]")]
    [InlineData("\"mac_prefix\":\"AA:BB:CC\"", "mac_prefix", "\"aa:bb:cc\"")]
    [InlineData("\"master_netmask\":24", "master_netmask", "24")]
    [InlineData("\"master_netdev\":\"eth0\"", "master_netdev", "\"eth0\"")]
    [InlineData("\"reserved_lvs\":[\"x/y\"]", "reserved_lvs", "[\"x/y\"]")]
    [InlineData("\"maintain_node_health\":true", "maintain_node_health", "true")]
    [InlineData("\"prealloc_wipe_disks\":true", "prealloc_wipe_disks", "true")]
    [InlineData("\"use_external_mip_script\":true", "use_external_mip_script", "true")]
    [InlineData("\"enabled_user_shutdown\":true", "enabled_user_shutdown", "true")]
    [InlineData("\"default_iallocator\":\"\"", "default_iallocator", "\"\"")]
    [InlineData("\"default_iallocator_params\":{\"a\":1}", "default_iallocator_params", "{\"a\":1}")]
    [InlineData("\"file_storage_dir\":\"/srv/x\"", "file_storage_dir", "\"/srv/x\"")]
    [InlineData("\"shared_file_storage_dir\":\"/srv/x\"", "shared_file_storage_dir", "\"/srv/x\"")]
    [InlineData("\"gluster_storage_dir\":\"/srv/x\"", "gluster_storage_dir", "\"/srv/x\"")]
    [InlineData("\"install_image\":\"i\"", "install_image", "\"i\"")]
    [InlineData("\"zeroing_image\":\"i\"", "zeroing_image", "\"i\"")]
    [InlineData("\"instance_communication_network\":\"n\"", "instance_communication_network", "\"n\"")]
    [InlineData("\"compression_tools\":[\"zstd\"]", "compression_tools", "[\"zstd\"]")]
    [InlineData("\"osparams\":{\"debian\":{\"a\":\"b\"}}", "osparams", "{\"debian\":{\"a\":\"b\"}}")]
    [InlineData("\"os_hvp\":{\"debian\":{\"fake\":{\"migration_mode\":\"live\"}}}", "os_hvp", "{\"debian\":{\"fake\":{\"migration_mode\":\"live\"}}}")]
    public async Task A_setting_is_changed(string parameter, string key, string value)
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync($$"""{"OP_ID":"OP_CLUSTER_SET_PARAMS",{{parameter}}}""")).Succeeded();
        Assert.Equal(value, Info(cluster).GetProperty(key).GetRawText());
    }

    [Theory]
    [InlineData("\"beparams\":{\"memory\":\"1g\"}", "beparams", "default", "minmem", "1024")]
    [InlineData("\"hvparams\":{\"kvm\":{\"acpi\":\"false\"}}", "hvparams", "kvm", "acpi", "false")]
    [InlineData("\"diskparams\":{\"drbd\":{\"resync-rate\":\"100\"}}", "diskparams", "drbd", "resync-rate", "100")]
    [InlineData("\"ipolicy\":{\"std\":{\"cpu-count\":2}}", "ipolicy", "std", "cpu-count", "2")]
    [InlineData("\"enabled_data_collectors\":{\"lv\":false}", "enabled_data_collectors", "", "lv", "false")]
    [InlineData("\"data_collector_interval\":{\"lv\":9}", "data_collector_interval", "", "lv", "9")]
    [InlineData("\"ndparams\":{\"cpu_speed\":\"1.5\"}", "ndparams", "", "cpu_speed", "1.5")]
    public async Task A_parameter_inside_an_object_is_changed(string parameter, string key, string inner, string name, string value)
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync($$"""{"OP_ID":"OP_CLUSTER_SET_PARAMS",{{parameter}}}""")).Succeeded();
        var found = Info(cluster).GetProperty(key);
        if (inner.Length > 0)
            found = found.GetProperty(inner);
        Assert.Equal(value, found.GetProperty(name).GetRawText());
    }

    [Theory]
    [InlineData("\"osparams_private_cluster\":{\"debian\":{\"a\":\"b\"}}", "OpPrereqError", "wrong_input", "osparams_private_cluster")]
    [InlineData("\"max_running_jobs\":10000000", "OpPrereqError", "wrong_input", "max_running_jobs")]
    [InlineData("\"enabled_hypervisors\":[]", "OpPrereqError", "wrong_input", "enabled_hypervisors")]
    [InlineData("\"hvparams\":{\"nosuch\":{\"a\":1}}", "TypeEnforcementError", null, "nosuch")]
    [InlineData("\"hvparams\":{\"fake\":{\"nosuch\":1}}", "TypeEnforcementError", null, "nosuch")]
    [InlineData("\"beparams\":{\"vcpus\":0}", "TypeEnforcementError", null, "vcpus")]
    [InlineData("\"beparams\":{\"minmem\":4096}", "OpPrereqError", "wrong_input", "minmem")]
    [InlineData("\"beparams\":{\"auto_balance\":\"perhaps\"}", "TypeEnforcementError", null, "auto_balance")]
    [InlineData("\"nicparams\":{\"mode\":\"magic\"}", "TypeEnforcementError", null, "mode")]
    [InlineData("\"uid_pool\":[[20,10]]", "OpPrereqError", "wrong_input", "uid_pool")]
    [InlineData("\"mac_prefix\":\"ab:00\"", "OpPrereqError", "wrong_input", "mac_prefix")]
    [InlineData("\"mac_prefix\":\"01:00:00\"", "OpPrereqError", "wrong_input", "mac_prefix")]
    [InlineData("\"master_netmask\":33", "OpPrereqError", "wrong_input", "master_netmask")]
    [InlineData("\"file_storage_dir\":\"../x\"", "OpPrereqError", "wrong_input", "file_storage_dir")]
    [InlineData("\"hidden_os\":[[\"attach\",\"a\"]]", "OpPrereqError", "wrong_input", "hidden_os")]
    [InlineData("\"enabled_data_collectors\":{\"nosuch\":true}", "OpPrereqError", "wrong_input", "nosuch")]
    [InlineData("\"data_collector_interval\":{\"lv\":0}", "OpPrereqError", "wrong_input", "data_collector_interval")]
    [InlineData("\"ipolicy\":{\"minmax\":[]}", "OpPrereqError", "wrong_input", "minmax")]
    [InlineData("\"ipolicy\":{\"std\":{\"cpu-count\":200}}", "OpPrereqError", "wrong_input", "std")]
    [InlineData("\"ipolicy\":{\"disk-templates\":[\"nosuch\"]}", "OpPrereqError", "wrong_input", "disk-templates")]
    [InlineData("\"force\":true,\"hvparams\":{},\"hv_state\":{}", "OpPrereqError", "wrong_input", "Nothing to change")]
    public async Task A_value_that_does_not_fit_is_refused_with_its_name(string parameters, string errorClass, string? code, string word)
    {
        await using var cluster = await TestCluster.StartAsync();
        var end = await cluster.RunAsync($$"""{"OP_ID":"OP_CLUSTER_SET_PARAMS",{{parameters}}}""");
        end.Refused(errorClass, code, word);
        Assert.Equal(1, cluster.State.Cluster().SerialNo);
    }

    [Fact]
    public void Every_parameter_of_the_opcode_is_either_applied_or_refused()
    {
        var known = ClusterParameters.All.Select(p => p.Name).Concat(ClusterParameters.NotKept).Append("force").Order(StringComparer.Ordinal);
        Assert.Equal(GanetiVocabulary.Instance["OP_CLUSTER_SET_PARAMS"].Parameters.Select(p => p.Name).Order(StringComparer.Ordinal), known);
    }

    [Fact]
    public async Task Limits_hold_for_the_jobs_that_come_after()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_SET_PARAMS","max_running_jobs":1}""")).Succeeded();
        var first = await cluster.SubmitAsync("""{"OP_ID":"OP_TEST_DELAY","duration":100}""");
        var second = await cluster.SubmitAsync("""{"OP_ID":"OP_TEST_DELAY","duration":100}""");
        await cluster.UntilAsync(first, s => s == Kernel.Jobs.JobStatus.Running);
        await cluster.UntilAsync(second, s => s == Kernel.Jobs.JobStatus.Waiting);
        await cluster.ExecuteAsync(new Kernel.Jobs.CancelJob(first, kill: false));
        await cluster.UntilAsync(second, s => s == Kernel.Jobs.JobStatus.Running);
    }

    [Fact]
    public async Task A_change_shares_all_locks_of_instances_groups_and_nodes()
    {
        await using var cluster = await TestCluster.StartAsync();
        var end = await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_SET_PARAMS","candidate_pool_size":3}""");
        Assert.Equal("cluster/BGL shared, instance/[lockset] shared, node/[lockset] shared, nodegroup/[lockset] shared", cluster.GrantedTo(end.Job.Id));
    }

    [Theory]
    [InlineData("new.example.org", null)]
    [InlineData("gntcluster", "gntcluster")]
    [InlineData("two words", "name")]
    [InlineData("-x", "name")]
    public async Task The_cluster_is_renamed_alone(string name, string? refusedWith)
    {
        await using var cluster = await TestCluster.StartAsync();
        var end = await cluster.RunAsync($$"""{"OP_ID":"OP_CLUSTER_RENAME","name":"{{name}}"}""");
        if (refusedWith is not null)
        {
            end.Refused("OpPrereqError", "wrong_input", refusedWith);
            return;
        }
        end.Succeeded($"\"{name}\"");
        Assert.Equal("cluster/BGL exclusive", cluster.GrantedTo(end.Job.Id));
        Assert.Equal(name, cluster.State.Cluster().Name);
    }

    private static JsonElement Info(TestCluster cluster) =>
        JsonDocument.Parse(RawJson.Write(w => ClusterInfo.Write(w, cluster.State)).Utf8).RootElement;
}
