namespace Drover.Cli.Tests.Fleet;

public sealed class ExecVerbTests : IAsyncLifetime
{
    private FakeDaemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = (await FakeDaemon.StartAsync()).On("POST /v1/jobs", 201, """{"id":17}""");

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public void Output_goes_where_it_would_here_and_the_exit_code_is_that_of_the_command()
    {
        _daemon.OnJob(17,
            Canned.Wait("running", false, Canned.Log(1, "\"one\\ntwo\\n\"", "stdout")),
            Canned.Wait("running", false, Canned.Log(2, "\"wrong\\n\"", "stderr")),
            Canned.Wait("success", true, Canned.Log(3, "\"no end\"", "stdout") + "," + Canned.Log(4, "\"web2: 5 bytes are left out\""), """[{"web2":3}]"""));
        var result = Run("exec", "web2", "--user", "www", "--timeout", "90s", "--", "sh", "-c", "echo -n $HOME");
        Assert.Equal((3, "one\ntwo\nno end", "wrong\nweb2: 5 bytes are left out\n"), (result.Code, result.Out, result.Err));
        Assert.Equal("""{"ops":[{"OP_ID":"OP_NODE_RUN_COMMAND","nodes":["web2"],"command":["sh","-c","echo -n $HOME"],"user":"www","timeout":90}]}""", Body());
    }

    [Fact]
    public void Of_several_nodes_the_highest_exit_code_counts()
    {
        _daemon.OnJob(17, Canned.Wait("success", true, "", """[{"web2":0,"web3":137,"web4":1}]"""));
        Assert.Equal(137, Run("exec", "web2, web3,web4", "--", "id").Code);
        Assert.Contains("""  "nodes":["web2","web3","web4"]  """.Trim(), Body(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error", """[["OpExecError",["web2: it ran longer than 5 s and was ended","timed_out"]]]""", 124, "it ran longer than 5 s")]
    [InlineData("error", """[["OpExecError",["web2: lost: the agent ended while it ran","lost"]]]""", 255, "lost: the agent ended while it ran")]
    [InlineData("canceled", "[\"Job canceled by request\"]", 255, "17")]
    public void A_command_without_an_exit_code_of_its_own_has_one_that_says_so(string status, string result, int code, string text)
    {
        _daemon.OnJob(17, Canned.Wait(status, true, "", result));
        var run = Run("exec", "web2", "--", "id");
        Assert.Equal(code, run.Code);
        Assert.Contains(text, run.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void All_are_those_whose_agents_are_here()
    {
        _daemon.On("GET /v1/query/agent", 200, """{"fields":[{"name":"node","title":"Node","kind":"text","doc":""}],"rows":[[[0,"web2"]],[[0,"web3"]]],"next":null}""");
        Assert.Equal(0, Run("exec", "--all", "--detach", "--", "uname", "-a").Code);
        Assert.Equal("""{"ops":[{"OP_ID":"OP_NODE_RUN_COMMAND","nodes":["web2","web3"],"command":["uname","-a"]}]}""", Body());
    }

    [Theory]
    [InlineData("there is no command", "web2")]
    [InlineData("there is no command", "web2", "--", "")]
    [InlineData("there is no node", ",", "--", "id")]
    [InlineData("--timeout", "web2", "--timeout", "0s", "--", "id")]
    public void What_is_missing_is_said_and_nothing_submitted(string text, params string[] words)
    {
        var result = Run(["exec", .. words]);
        Assert.Equal(2, result.Code);
        Assert.Contains(text, result.Err, StringComparison.Ordinal);
        Assert.Empty(_daemon.Requests);
    }

    /// <summary>Options behind <c>--</c> would be words of the command.</summary>
    private CliResult Run(params string[] words) => CliRun.InProcess(["--socket", _daemon.SocketPath, .. words]);

    private string Body() => Assert.Single(_daemon.Requests, request => request.Line == "POST /v1/jobs").Body;
}
