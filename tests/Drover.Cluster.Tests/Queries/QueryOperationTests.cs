namespace Drover.Cluster.Tests.Queries;

public sealed class QueryOperationTests
{
    [Fact]
    public async Task A_query_as_a_job_answers_like_a_direct_one()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_QUERY","what":"node","fields":["name","mfree","nosuch"],"qfilter":["|",["==","name","node1"]]}""")).Succeeded(
            """{"fields":[{"name":"name","title":"Node","kind":"text","doc":"Name of the node"},{"name":"mfree","title":"MFree","kind":"unit","doc":"Memory that is free for instances"},{"name":"nosuch","title":"nosuch","kind":"unknown","doc":"Unknown field 'nosuch'"}],"data":[[[0,"node1"],[0,22859],[1,null]]]}""");
    }

    [Theory]
    [InlineData("\"what\":\"node\",\"fields\":[\"name\"],\"qfilter\":[\"==\",\"name\",\"nowhere\"]", "OpPrereqError", "unknown_entity", "Node name nowhere not found")]
    [InlineData("\"what\":\"group\",\"fields\":[\"name\"],\"qfilter\":[\"==\",\"name\",\"nowhere\"]", "OpPrereqError", "unknown_entity", "Node group nowhere not found")]
    [InlineData("\"what\":\"node\",\"fields\":[\"name\"],\"qfilter\":[\"==\",\"nosuch\",\"x\"]", "ParameterError", null, "nosuch")]
    [InlineData("\"what\":\"node\",\"fields\":[\"name\"],\"qfilter\":[\"nosuch\",\"x\"]", "OpPrereqError", "wrong_input", "qfilter")]
    [InlineData("\"what\":\"extstorage\",\"fields\":[\"name\"]", "OpPrereqError", "wrong_input", "extstorage")]
    public async Task A_query_that_cannot_be_answered_is_refused(string parameters, string errorClass, string? code, string word)
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync($$"""{"OP_ID":"OP_QUERY",{{parameters}}}""")).Refused(errorClass, code, word);
    }

    [Fact]
    public async Task There_are_no_operating_systems()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_QUERY","what":"os","fields":["name"]}""")).Succeeded(
            """{"fields":[{"name":"name","title":"Name","kind":"text","doc":"Name of the operating system"}],"data":[]}""");
    }

    [Fact]
    public async Task Fields_are_described_in_the_order_asked_for()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_QUERY_FIELDS","what":"export","fields":null}""")).Succeeded(
            """{"fields":[{"name":"export","title":"Export","kind":"text","doc":"Name of the export"},{"name":"node","title":"Node","kind":"text","doc":"Node that keeps the export"}]}""");
        var end = await cluster.RunAsync("""{"OP_ID":"OP_QUERY_FIELDS","what":"node","fields":["uuid","nosuch"]}""");
        Assert.Contains("\"kind\":\"unknown\"", end.Result, StringComparison.Ordinal);
        (await cluster.RunAsync("""{"OP_ID":"OP_QUERY_FIELDS","what":"extstorage","fields":null}""")).Refused("OpPrereqError", "wrong_input", "extstorage");
    }
}
