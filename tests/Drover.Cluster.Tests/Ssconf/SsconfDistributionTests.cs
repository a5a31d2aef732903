using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Drover.Cluster.Ssconf;
using Drover.Nodes.Configuration;

namespace Drover.Cluster.Tests.Ssconf;

/// <summary>Machines of nodes are given the files of the configuration.</summary>
public sealed class SsconfDistributionTests
{
    [Fact]
    public async Task A_machine_is_given_the_files_when_it_is_known_and_a_node_and_again_after_each_change()
    {
        await using var cluster = await TestCluster.StartAsync();
        var copy = new Copy();
        cluster.Machines.Connect("n2", new FixedFacts(), configuration: copy);
        Assert.Null(await copy.NextAsync());
        var node = await cluster.AddNodeAsync("n2");
        var files = await copy.NextAsync();
        Assert.Equal("n2\nnode1\n", Text(files, "ssconf_node_list"));
        Assert.Equal("node1\n", Text(files, "ssconf_master_node"));
        Assert.Equal(SsconfFiles.Of(cluster.State).Select(file => ("ssconf_" + file.Key, file.Value)), files!.Contents.Keys.Order(StringComparer.Ordinal).Select(name => (name, Text(files, name)!)));

        (await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_RENAME","name":"other"}""")).Succeeded("\"other\"");
        Assert.Equal("other\n", Text(await copy.NextAsync(), "ssconf_cluster_name"));

        await cluster.TamperAsync(d => d.Store(ClusterKinds.Node, node.Uuid, node with { Offline = true }));
        Assert.Null(await copy.NextAsync());
    }

    [Fact]
    public async Task One_whose_agent_comes_later_is_given_them_then_and_nothing_once_it_is_no_node()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_NODE_ADD","node_name":"n2.example.com","primary_ip":"198.51.100.12"}""")).Succeeded();
        var copy = new Copy();
        cluster.Machines.Connect("n2", new FixedFacts(), configuration: copy);
        Assert.Equal("n2.example.com\nnode1\n", Text(await copy.NextAsync(), "ssconf_node_list"));
        (await cluster.RunAsync("""{"OP_ID":"OP_NODE_REMOVE","node_name":"n2.example.com"}""")).Succeeded();
        Assert.Null(await copy.NextAsync());
    }

    [Fact]
    public async Task Candidates_are_given_all_of_the_configuration_and_others_are_to_hold_no_copy()
    {
        await using var cluster = await TestCluster.StartAsync();
        var copy = new Copy();
        cluster.Machines.Connect("n2", new FixedFacts(), configuration: copy);
        Assert.Null(await copy.NextAsync());
        var node = await cluster.AddNodeAsync("n2", node => node with { MasterCandidate = true });
        using (var held = JsonDocument.Parse((await copy.NextAsync())!.Data!))
            Assert.Equal(["n2", "node1"], held.RootElement.GetProperty("nodes").EnumerateObject().Select(entry => entry.Value.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
        await cluster.TamperAsync(d => d.Store(ClusterKinds.Node, node.Uuid, node with { MasterCandidate = false }));
        Assert.Empty((await copy.NextAsync())!.Data!);
    }

    [Fact]
    public async Task The_verification_names_a_node_that_could_not_write_them()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddNodeAsync("n2");
        cluster.Machines.Connect("n2", new FixedFacts(), configuration: new Copy { Problem = "No space left on device" });
        var verified = await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_VERIFY_GROUP","group_name":"default","error_codes":true}""");
        verified.Succeeded("false");
        Assert.Contains("  - ERROR:ENODEFILECHECK:node:n2:does not have the files of the configuration: No space left on device", verified.Messages);
    }

    [Fact]
    public async Task They_are_written_anew_on_all_nodes_but_the_offline_ones_and_the_job_names_those_that_do_not()
    {
        await using var cluster = await TestCluster.StartAsync();
        var copies = new Dictionary<string, Copy>();
        foreach (var (name, isOffline) in ((string, bool)[])[("n2", false), ("n3", false), ("n4", true)])
        {
            await cluster.AddNodeAsync(name, node => node with { Offline = isOffline });
            cluster.Machines.Connect(name, new FixedFacts(), configuration: copies[name] = new Copy { Problem = name == "n3" ? "No space left on device" : null });
        }
        var outcome = await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_REDIST_CONF"}""");
        outcome.Succeeded();
        Assert.Equal([1, 1, 0], copies.OrderBy(copy => copy.Key, StringComparer.Ordinal).Select(copy => copy.Value.TimesAnew));
        Assert.Equal(["n3 does not have the files of the configuration: No space left on device"], outcome.Messages);
    }

    [Fact]
    public void The_hash_is_another_one_where_anything_differs()
    {
        string[] hashes = [.. new (string, string)[][] { [], [("a", "b")], [("ab", "")], [("a", "b"), ("c", "")], [("a", "c")] }
            .Select(files => new ConfigurationFiles(files.Select(file => KeyValuePair.Create(file.Item1, Encoding.UTF8.GetBytes(file.Item2)))).Hash)];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
        Assert.All(hashes, hash => Assert.Matches("^[0-9a-f]{64}$", hash));
    }

    private static string? Text(ConfigurationFiles? files, string name) => files is null ? null : Encoding.UTF8.GetString(files.Contents[name]);

    /// <summary>What a machine was given, one after another; the same again is left out.</summary>
    private sealed class Copy : INodeConfiguration
    {
        private readonly Channel<ConfigurationFiles?> _given = Channel.CreateUnbounded<ConfigurationFiles?>();
        private string? _last = "nothing";

        public string? Problem { get; init; }

        public int TimesAnew { get; private set; }

        public Task<string?> GiveAnewAsync(CancellationToken cancellationToken)
        {
            TimesAnew++;
            return Task.FromResult(Problem);
        }

        public void Keep(ConfigurationFiles? files)
        {
            if (_last == (_last = files?.Hash))
                return;
            _given.Writer.TryWrite(files);
        }

        public Task<ConfigurationFiles?> NextAsync() => _given.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }
}
