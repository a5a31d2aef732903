namespace Drover.Cli.Tests.Services;

public sealed class MoveVerbTests : IAsyncLifetime
{
    private FakeDaemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = (await FakeDaemon.StartAsync()).On("POST /v1/jobs", 201, """{"id":17}""");

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Theory]
    [InlineData("""{"ops":[{"OP_ID":"OP_SERVICE_GROUP_PLACE","group":"db"}]}""", "db")]
    [InlineData("""{"ops":[{"OP_ID":"OP_SERVICE_GROUP_PLACE","group":"1","node":"db2"}]}""", "1", "--to", "db2")]
    public void A_move_is_a_job_that_is_followed(string body, params string[] words)
    {
        _daemon.OnJob(17, Canned.Wait("success", true, Canned.Log(1, "\"db2: the group is at level '1'\""), """["db2"]"""));
        var result = CliRun.InProcess(["--socket", _daemon.SocketPath, "move", .. words]);
        Assert.Equal(0, result.Code);
        Assert.Contains("the group is at level '1'", result.Out, StringComparison.Ordinal);
        Assert.Equal(body, Assert.Single(_daemon.Requests, request => request.Line == "POST /v1/jobs").Body);
    }

    [Fact]
    public void Without_a_group_nothing_is_submitted()
    {
        var result = CliRun.InProcess(["--socket", _daemon.SocketPath, "move", ""]);
        Assert.Equal(2, result.Code);
        Assert.Empty(_daemon.Requests);
    }

    [Theory]
    [InlineData("nowhere", "null", "Group db is nowhere.\n  no node is fit\n  failed lately on db1: no disk\n")]
    [InlineData("placed", "\"db2\"", "Group db is placed on db2.\n  no node is fit\n  failed lately on db1: no disk\n")]
    public void Why_tells_where_a_group_is_and_why(string state, string node, string text)
    {
        Answer(state, node);
        Assert.Equal(text, CliRun.InProcess(["--socket", _daemon.SocketPath, "why", "group/db"]).Out);
    }

    [Fact]
    public void Of_one_on_its_way_it_tells_what_the_job_waits_for()
    {
        Answer("waiting", "\"db1\"");
        _daemon.On("GET /v1/jobs/17/why", 200, """{"sentence":"Job 17 is running, which waits for the lease of db1.","tree":null}""");
        Assert.EndsWith("Job 17 is running, which waits for the lease of db1.\n", CliRun.InProcess(["--socket", _daemon.SocketPath, "why", "group/db"]).Out, StringComparison.Ordinal);
    }

    private void Answer(string state, string node) => _daemon.On("GET /v1/query/placement", 200,
        $$$"""{"fields":[],"rows":[[[0,"db"],[0,"{{{state}}}"],[{{{(node == "null" ? 3 : 0)}}},{{{node}}}],[0,"no node is fit"],[0,["db1: no disk"]],[0,17]]],"next":null}""");
}
