namespace Drover.Cluster.Tests.Testing;

public sealed class TestDummyTests
{
    [Fact]
    public async Task It_gives_the_result_that_it_was_given()
    {
        await using var cluster = await TestCluster.StartAsync();
        var end = await cluster.RunAsync("""{"OP_ID":"OP_TEST_DUMMY","result":{"a":[1]},"messages":["hello"],"fail":false,"submit_jobs":null}""");
        end.Succeeded("""{"a":[1]}""");
        Assert.Equal(["hello"], end.Messages);
    }

    [Fact]
    public async Task It_fails_when_asked_to()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_TEST_DUMMY","result":null,"messages":[],"fail":"no luck","submit_jobs":null}"""))
            .Refused("OpExecError", null, "no luck");
    }

    [Fact]
    public async Task It_submits_jobs_and_lists_them()
    {
        await using var cluster = await TestCluster.StartAsync();
        var end = await cluster.RunAsync(
            """{"OP_ID":"OP_TEST_DUMMY","result":{"x":1},"messages":[],"fail":null,"submit_jobs":[[{"OP_ID":"OP_CLUSTER_QUERY"}]]}""");
        var child = end.Job.Id + 1;
        end.Succeeded($$"""{"x":1,"jobs":[[true,{{child}}]]}""");
        Assert.Equal(Drover.Kernel.Jobs.JobStatus.Success, (await cluster.EndAsync(child)).Job.Status);
    }

    [Fact]
    public async Task Jobs_that_make_no_sense_are_refused_with_the_parameter_named()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_TEST_DUMMY","result":null,"messages":[],"fail":null,"submit_jobs":[[{"OP_ID":"OP_NOSUCH"}]]}"""))
            .Refused("OpPrereqError", "wrong_input", "submit_jobs", "OP_NOSUCH");
        (await cluster.RunAsync("""{"OP_ID":"OP_TEST_DUMMY","result":null,"messages":[],"fail":null,"submit_jobs":5}"""))
            .Refused("OpPrereqError", "wrong_input", "submit_jobs");
        (await cluster.RunAsync("""{"OP_ID":"OP_TEST_DUMMY","result":null,"messages":[1],"fail":null,"submit_jobs":null}"""))
            .Refused("OpPrereqError", "wrong_input", "messages");
    }
}
