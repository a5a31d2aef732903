using System.Globalization;
using System.Text.Json.Nodes;
using Drover.Cluster.Ssconf;
using Drover.Kernel.Jobs;
using Drover.Tests.Shared;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Cluster.Tests.Ssconf;

public sealed class SsconfWriterTests
{
    [Fact]
    public async Task The_files_are_there_once_the_daemon_has_started()
    {
        await using var cluster = await TestCluster.StartAsync();
        Assert.Equal("node1\n", Read(cluster, "ssconf_master_node"));
        Assert.Equal("gntcluster\n", Read(cluster, "ssconf_cluster_name"));
        Assert.Equal("node1 198.51.100.10\n", Read(cluster, "ssconf_node_primary_ips"));
        Assert.Equal($"{cluster.Master.Group} default\n", Read(cluster, "ssconf_nodegroups"));
        Assert.Equal("migration_mode=live\n", Read(cluster, "ssconf_hvparams_fake"));
        Assert.Equal("node1=22\n", Read(cluster, "ssconf_ssh_ports"));
        Assert.Equal("2\n", Read(cluster, "ssconf_primary_ip_family"));
        Assert.Equal("False\n", Read(cluster, "ssconf_maintain_node_health"));
        var mode = File.GetUnixFileMode(PathOf(cluster, "ssconf_master_node"));
        Assert.Equal("444", Convert.ToString((int)mode, 8));
    }

    [Fact]
    public async Task They_are_written_anew_when_somebody_asks_for_it()
    {
        await using var cluster = await TestCluster.StartAsync();
        File.SetUnixFileMode(PathOf(cluster, "ssconf_master_node"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(PathOf(cluster, "ssconf_master_node"), "spoilt\n");
        (await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_REDIST_CONF"}""")).Succeeded();
        Assert.Equal("node1\n", Read(cluster, "ssconf_master_node"));
    }

    [Fact]
    public async Task They_follow_each_change_and_nodes_stand_in_natural_order()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddNodeAsync("n10", n => n with { Offline = true });
        await cluster.AddNodeAsync("n2", n => n with { MasterCandidate = true });
        (await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_RENAME","name":"other"}""")).Succeeded("\"other\"");
        await UntilAsync(cluster, "ssconf_cluster_name", "other\n");
        await UntilAsync(cluster, "ssconf_node_list", "n2\nn10\nnode1\n");
        await UntilAsync(cluster, "ssconf_online_nodes", "n2\nnode1\n");
        await UntilAsync(cluster, "ssconf_offline_nodes", "n10\n");
        await UntilAsync(cluster, "ssconf_master_candidates", "n2\nnode1\n");
    }

    [Fact]
    public async Task The_pause_of_the_watcher_is_a_file_while_it_lasts()
    {
        await using var cluster = await TestCluster.StartAsync();
        var until = RawJson.Write(w => w.WriteNumberValue(1795211860.0247736));
        await cluster.ExecuteAsync(new SetWatcherPause(until));
        await UntilAsync(cluster, "watcher.pause", "1795211860\n");
        await cluster.ExecuteAsync(new SetWatcherPause(RawJson.Null));
        await UntilAsync(cluster, "watcher.pause", null);
    }

    [Fact]
    public async Task Files_of_hypervisors_that_are_not_enabled_any_more_go_away()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_SET_PARAMS","enabled_hypervisors":["lxc"]}""")).Succeeded();
        await UntilAsync(cluster, "ssconf_hvparams_fake", null);
        Assert.Contains("num_ttys=6\n", Read(cluster, "ssconf_hvparams_lxc"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_in_place_of_a_file_is_told_once_and_named_until_it_is_gone()
    {
        await using var cluster = await TestCluster.StartAsync();
        var root = Path.Combine(cluster.Scratch, "other");
        var blocked = Directory.CreateDirectory(Path.Combine(root, "var/lib/ganeti/config.data")).FullName;
        using var log = new CapturedLog();
        using var writer = new SsconfWriter(root, log.CreateLogger(ClusterLog.Category));
        await writer.StartAsync(cluster.Host, TestContext.Current.CancellationToken);
        Assert.EndsWith($"are out of date: {blocked} is a directory; remove it, or move it away.", writer.Check(), StringComparison.Ordinal);
        writer.WriteAnew(cluster.Host.State);
        var line = Assert.Single(log.Lines);
        Assert.Equal((2000, LogLevel.Error), (line.Id, line.Level));
        Assert.Contains(blocked, line.Text, StringComparison.Ordinal);
        Directory.Delete(blocked);
        writer.WriteAnew(cluster.Host.State);
        Assert.Null(writer.Check());
        Assert.Equal(2001, log.Lines[^1].Id);
        await writer.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_root_that_cannot_be_written_is_reported_and_harms_nobody()
    {
        await using var cluster = await TestCluster.StartAsync();
        var blocked = Path.Combine(cluster.Scratch, "file");
        await File.WriteAllTextAsync(blocked, "", TestContext.Current.CancellationToken);
        using var writer = new SsconfWriter(blocked, NullLogger.Instance);
        await writer.StartAsync(cluster.Host, TestContext.Current.CancellationToken);
        Assert.Contains(blocked, writer.Check(), StringComparison.Ordinal);
        await writer.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_configuration_stands_in_one_file_that_follows_each_change()
    {
        await using var cluster = await TestCluster.StartAsync();
        Assert.Equal("640", Convert.ToString((int)File.GetUnixFileMode(PathOf(cluster, "config.data")), 8));
        var before = JsonNode.Parse(Read(cluster, "config.data"))!;
        Assert.Equal(3_000_000, (int)before["version"]!);
        Assert.Equal(cluster.Master.Uuid, (string?)before["cluster"]!["master_node"]);
        Assert.Equal("198.51.100.10", (string?)before["nodes"]![cluster.Master.Uuid]!["primary_ip"]);
        Assert.Equal("default", (string?)before["nodegroups"]![cluster.Master.Group]!["name"]);

        (await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_RENAME","name":"other"}""")).Succeeded("\"other\"");
        // Written last, so the file before it is there too.
        var until = RawJson.Write(w => w.WriteNumberValue(1795211860));
        await cluster.ExecuteAsync(new SetWatcherPause(until));
        await UntilAsync(cluster, "watcher.pause", "1795211860\n");
        var after = JsonNode.Parse(Read(cluster, "config.data"))!;
        Assert.Equal("other", (string?)after["cluster"]!["cluster_name"]);
        Assert.Equal((long)before["cluster"]!["serial_no"]! + 1, (long)after["cluster"]!["serial_no"]!);
        Assert.True((long)after["serial_no"]! > (long)before["serial_no"]!);
    }

    [Fact]
    public async Task All_keys_of_the_original_are_there()
    {
        await using var cluster = await TestCluster.StartAsync();
        var keys = Directory.GetFiles(Path.GetDirectoryName(PathOf(cluster, "x"))!, "ssconf_*").Select(f => Path.GetFileName(f)["ssconf_".Length..]).Order(StringComparer.Ordinal);
        Assert.Equal(
            "cluster_name cluster_tags enabled_user_shutdown file_storage_dir gluster_storage_dir hvparams_fake hypervisor_list instance_list maintain_node_health "
            + "master_candidates master_candidates_certs master_candidates_ips master_ip master_netdev master_netmask master_node networks node_list "
            + "node_primary_ips node_secondary_ips node_vm_capable nodegroups offline_nodes online_nodes primary_ip_family release_version "
            + "shared_file_storage_dir ssh_ports uid_pool",
            string.Join(' ', keys));
    }

    private static string PathOf(TestCluster cluster, string file) => Path.Combine(cluster.GanetiRoot, "var/lib/ganeti", file);

    private static string Read(TestCluster cluster, string file) => File.ReadAllText(PathOf(cluster, file));

    /// <summary>Waits, woken by the file system, until a file has a content; null for none.</summary>
    private static async Task UntilAsync(TestCluster cluster, string file, string? content)
    {
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(PathOf(cluster, file))!);
        using var changed = new SemaphoreSlim(0);
        void Wake(object? sender, FileSystemEventArgs e) => changed.Release();
        watcher.Created += Wake;
        watcher.Changed += Wake;
        watcher.Deleted += Wake;
        watcher.Renamed += Wake;
        watcher.EnableRaisingEvents = true;
        while (!Is(PathOf(cluster, file), content))
            Assert.True(await changed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken),
                string.Create(CultureInfo.InvariantCulture, $"{file} did not become {content}"));
    }

    private static bool Is(string path, string? content)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) == content : content is null;
        }
        catch (FileNotFoundException)
        {
            return content is null;
        }
    }
}
