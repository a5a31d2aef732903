namespace Drover.Cli.Tests.Fleet;

public sealed class NodeVerbTests : IAsyncLifetime
{
    private FakeDaemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = (await FakeDaemon.StartAsync())
        .On("POST /v1/jobs", 201, """{"id":17}""")
        .OnJob(17, Canned.Wait("success", true, "", "[null]"));

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public void A_machine_becomes_a_node_of_the_cluster_without_a_token()
    {
        Assert.Equal(0, _daemon.Run("add", "node", "web2", "--cluster").Code);
        Assert.Equal("""{"ops":[{"OP_ID":"OP_NODE_ADD","node_name":"web2"}]}""", Submitted());
        var both = _daemon.Run("add", "node", "web2", "--cluster", "--again");
        Assert.Equal(2, both.Code);
        Assert.Contains("--again and --cluster exclude each other", both.Err, StringComparison.Ordinal);
    }

    [Theory]
    // Name, whether it is a node of the cluster, name of its agent; what is submitted.
    [InlineData("web2.example.com", "true", "\"web2\"", """{"OP_ID":"OP_NODE_REMOVE","node_name":"web2.example.com"},{"OP_ID":"OP_AGENT_REMOVE","node":"web2"}""")]
    [InlineData("web2", "false", "\"web2\"", """{"OP_ID":"OP_AGENT_REMOVE","node":"web2"}""")]
    [InlineData("web2.example.com", "true", null, """{"OP_ID":"OP_NODE_REMOVE","node_name":"web2.example.com"}""")]
    public void What_leaves_the_fleet_leaves_the_cluster_in_the_same_job(string name, string member, string? agent, string opcodes)
    {
        _daemon.On("GET /v1/query/node", $$"""
            {"fields":[{"name":"name","title":"Node","kind":"text","doc":""},{"name":"member","title":"Member","kind":"bool","doc":""},{"name":"agent","title":"Agent","kind":"text","doc":""}],
            "rows":[[[0,"{{name}}"],[0,{{member}}],[{{(agent is null ? 3 : 0)}},{{agent ?? "null"}}]]],"next":null}
            """);
        Assert.Equal(0, _daemon.Run("del", "node", "web2").Code);
        Assert.Equal($$"""{"ops":[{{opcodes}}]}""", Submitted());
    }

    [Fact]
    public void A_machine_that_was_only_invited_is_forgotten()
    {
        _daemon.On("GET /v1/query/node", 404, """{"error":{"code":"NAME_UNKNOWN","message":"Node name web2 not found"}}""");
        Assert.Equal(0, _daemon.Run("del", "node", "web2").Code);
        Assert.Equal("""{"ops":[{"OP_ID":"OP_AGENT_REMOVE","node":"web2"}]}""", Submitted());
    }

    private string Submitted() => _daemon.Requests.Last(request => request.Target == "/v1/jobs").Body;
}
