namespace Drover.Cluster.Tests.Disks;

public sealed class DiskTests
{
    [Fact]
    public async Task Verifying_disks_submits_one_job_a_group_that_finds_nothing()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_GROUP_ADD","group_name":"g2"}""")).Succeeded();
        var end = await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_VERIFY_DISKS","priority":10,"reason":[["me","why",1]]}""");
        var first = end.Job.Id + 1;
        end.Succeeded($$"""{"jobs":[[true,{{first}}],[true,{{first + 1}}]]}""");
        foreach (var id in new[] { first, first + 1 })
        {
            var job = await cluster.EndAsync(id);
            job.Succeeded("[{},[],{}]");
            Assert.Equal(10, job.Job.Ops[0].Priority);
            Assert.Contains("[\"me\",\"why\",1]", job.Job.Ops[0].Input.ToString(), StringComparison.Ordinal);
        }
        var one = await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_VERIFY_DISKS","group_name":"g2"}""");
        one.Succeeded($$"""{"jobs":[[true,{{one.Job.Id + 1}}]]}""");
        (await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_VERIFY_DISKS","group_name":"nowhere"}""")).Refused("OpPrereqError", "unknown_entity", "nowhere");
    }

    [Fact]
    public async Task There_are_no_disk_sizes_to_repair()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_REPAIR_DISK_SIZES"}""")).Succeeded("[]");
        (await cluster.RunAsync("""{"OP_ID":"OP_CLUSTER_REPAIR_DISK_SIZES","instances":["nowhere"]}""")).Refused("OpPrereqError", "unknown_entity", "nowhere");
    }
}
