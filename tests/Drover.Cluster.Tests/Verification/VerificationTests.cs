using Drover.Cluster.Nodes;
using Drover.Cluster.Settings;
using Drover.Kernel.Commands;

namespace Drover.Cluster.Tests.Verification;

public sealed class VerificationTests
{
    [Fact]
    public async Task It_submits_one_job_for_the_configuration_and_one_a_group_that_waits_for_it()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_GROUP_ADD","group_name":"g2"}""")).Succeeded();
        var end = await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_VERIFY","priority":-10,"reason":[["me","why",1]]}""");
        var first = end.Job.Id + 1;
        end.Succeeded($$"""{"jobs":[[true,{{first}}],[true,{{first + 1}}],[true,{{first + 2}}]]}""");
        var jobs = new[] { await cluster.EndAsync(first), await cluster.EndAsync(first + 1), await cluster.EndAsync(first + 2) };
        Assert.All(jobs, job => job.Succeeded("true"));
        Assert.Equal(["CLUSTER_VERIFY_CONFIG", "CLUSTER_VERIFY_GROUP(default)", "CLUSTER_VERIFY_GROUP(g2)"], jobs.Select(j => j.Job.Ops[0].Summary));
        Assert.All(jobs.Skip(1), job => Assert.Equal(first, Assert.Single(job.Job.Ops[0].Depends).JobId));
        Assert.All(jobs, job => Assert.Equal(-10, job.Job.Ops[0].Priority));
        Assert.All(jobs, job => Assert.Contains("[\"me\",\"why\",1]", job.Job.Ops[0].Input.ToString(), StringComparison.Ordinal));
        Assert.All(jobs, job => Assert.StartsWith("* Verifying ", job.Messages[0], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Asked_for_one_group_it_submits_the_job_of_that_group_only()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_GROUP_ADD","group_name":"g2"}""")).Succeeded();
        var end = await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_VERIFY","group_name":"g2"}""");
        end.Succeeded($$"""{"jobs":[[true,{{end.Job.Id + 1}}]]}""");
        Assert.Equal("CLUSTER_VERIFY_GROUP(g2)", (await cluster.EndAsync(end.Job.Id + 1)).Job.Ops[0].Summary);
        (await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_VERIFY","group_name":"nowhere"}""")).Refused("OpPrereqError", "unknown_entity", "nowhere");
    }

    public static TheoryData<string, string> Damages => new()
    {
        { "master", "master node" },
        { "group", "does not exist" },
        { "name", "name of a node" },
        { "address", "address '198.51.100.10'" },
        { "parameter", "ssh_port" },
        { "tag", "not allowed" },
        { "limit", "max_running_jobs" },
        { "policy", "vcpu-ratio" },
        { "serial", "serial" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Damage_to_the_configuration_is_found(string damage, string words)
    {
        await using var cluster = await TestCluster.StartAsync();
        var node = await cluster.AddNodeAsync("n2");
        await cluster.TamperAsync(d => Damage(d, damage, node));
        var end = await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_VERIFY_CONFIG"}""");
        end.Succeeded("false");
        Assert.Contains(end.Messages, m => m.StartsWith("  - ERROR: ", StringComparison.Ordinal) && m.Contains(words, StringComparison.Ordinal));
    }

    private static void Damage(Decision decision, string damage, Node node)
    {
        var cluster = decision.State.Cluster();
        void Store(ClusterSettings changed) => decision.Store(ClusterKinds.Cluster, ClusterKinds.ClusterKey, changed);
        void StoreNode(Node changed) => decision.Store(ClusterKinds.Node, node.Uuid, changed);
        switch (damage)
        {
            case "master": Store(cluster with { MasterNode = "gone" }); break;
            case "group": StoreNode(node with { Group = "gone" }); break;
            case "name": StoreNode(node with { Name = "node1" }); break;
            case "address": StoreNode(node with { SecondaryIp = "198.51.100.10" }); break;
            case "parameter": StoreNode(node with { Ndparams = new RawJson("""{"ssh_port":0}"""u8.ToArray()) }); break;
            case "tag": StoreNode(node with { Tags = ["a b"] }); break;
            case "limit": Store(cluster with { MaxRunningJobs = 0, MaxTrackedJobs = 5 }); break;
            case "policy":
                var group = decision.State.Groups().Single();
                decision.Store(ClusterKinds.Group, group.Uuid, group with { Ipolicy = new RawJson("""{"vcpu-ratio":0}"""u8.ToArray()) });
                break;
            case "serial": StoreNode(node with { SerialNo = 0 }); break;
        }
    }

    [Fact]
    public async Task Differences_between_journal_and_rows_are_errors()
    {
        await using var cluster = await TestCluster.StartAsync(journalCheck: _ => Task.FromResult<IReadOnlyList<string>>(["row 7 differs"]));
        var end = await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_VERIFY_CONFIG"}""");
        end.Succeeded("false");
        Assert.Contains("  - ERROR: cluster: row 7 differs", end.Messages);
    }

    [Fact]
    public async Task An_ignored_code_is_a_warning_and_codes_are_shown_when_asked_for()
    {
        await using var cluster = await TestCluster.StartAsync(journalCheck: _ => Task.FromResult<IReadOnlyList<string>>(["row 7 differs"]));
        var end = await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_VERIFY_CONFIG","ignore_errors":["ECLUSTERCFG"],"error_codes":true}""");
        end.Succeeded("true");
        Assert.Contains("  - WARNING:ECLUSTERCFG:cluster::row 7 differs", end.Messages);
    }

    [Fact]
    public async Task Simulated_errors_make_it_fail()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_VERIFY_GROUP","group_name":"default","debug_simulate_errors":true}""")).Succeeded("false");
    }

    [Theory]
    [InlineData(10, 72171, "memory free")]
    [InlineData(22859, 10, "disk of the state directory")]
    public async Task A_machine_without_room_is_found(long memory, long disk, string words)
    {
        await using var cluster = await TestCluster.StartAsync();
        cluster.Facts.Figures = cluster.Facts.Figures! with { MemoryFree = memory, DiskFree = disk };
        var end = await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_VERIFY_GROUP","group_name":"default"}""");
        end.Succeeded("false");
        Assert.Contains(words, Assert.Single(end.Messages, m => m.Contains("ERROR", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_that_cannot_be_looked_at_is_an_error()
    {
        await using var cluster = await TestCluster.StartAsync();
        cluster.Facts.Figures = null;
        (await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_VERIFY_GROUP","group_name":"default"}""")).Succeeded("false");
    }

    [Fact]
    public async Task Nodes_that_cannot_be_reached_are_errors_and_offline_ones_are_noted()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddNodeAsync("gone");
        await cluster.AddNodeAsync("mute");
        await cluster.AddNodeAsync("off", n => n with { Offline = true });
        await cluster.AddNodeAsync("well");
        cluster.Machines.Connect("mute", new FixedFacts { Figures = null });
        cluster.Machines.Connect("well", new FixedFacts());
        var end = await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_VERIFY_GROUP","group_name":"default","error_codes":true}""");
        end.Succeeded("false");
        Assert.Equal(["gone", "mute"], end.Messages.Where(m => m.StartsWith("  - ERROR:ENODERPC:node:", StringComparison.Ordinal)).Select(m => m.Split(':')[3]));
        Assert.Contains(end.Messages, m => m.Contains("node off is offline", StringComparison.Ordinal));
        Assert.DoesNotContain(end.Messages, m => m.Contains("well", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_instance_with_disks_in_two_groups_is_warned_of()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_GROUP_ADD","group_name":"g2"}""")).Succeeded();
        var other = await cluster.AddNodeAsync("n2", n => n with { Group = cluster.State.FindGroup("g2")!.Uuid });
        await cluster.TamperAsync(d => d.Store(ClusterKinds.Instance, "i1", Queries.InstanceResourceTests.Instance(cluster.Master.Uuid) with { SecondaryNodes = [other.Uuid] }));
        var end = await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_VERIFY_GROUP","group_name":"default","error_codes":true}""");
        end.Succeeded("true");
        Assert.Contains(end.Messages, m => m.StartsWith("  - WARNING:EINSTANCESPLITGROUPS:instance:instance1:", StringComparison.Ordinal) && m.EndsWith("n2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Instances_that_want_more_memory_than_there_is_are_an_error()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.TamperAsync(d => d.Store(ClusterKinds.Instance, "i1", Queries.InstanceResourceTests.Instance(cluster.Master.Uuid) with
        {
            AdminState = "up",
            Beparams = new RawJson("""{"minmem":30000}"""u8.ToArray()),
        }));
        var end = await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_VERIFY_GROUP","group_name":"default"}""");
        Assert.Contains(end.Messages, m => m.Contains("30000", StringComparison.Ordinal));
        Assert.Equal($"cluster/BGL shared, instance/instance1 shared, node/{cluster.Master.Uuid} shared, nodegroup/{cluster.Master.Group} shared",
            cluster.GrantedTo(end.Job.Id));
    }

    [Fact]
    public async Task The_configuration_is_verified_under_all_locks_shared()
    {
        await using var cluster = await TestCluster.StartAsync();
        var end = await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_VERIFY_CONFIG"}""");
        end.Succeeded("true");
        Assert.Equal(
            "cluster/BGL shared, instance/[lockset] shared, node/[lockset] shared, node-res/[lockset] shared, nodegroup/[lockset] shared",
            cluster.GrantedTo(end.Job.Id));
    }
}
