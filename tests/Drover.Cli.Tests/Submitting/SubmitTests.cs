using System.Text.Json;

namespace Drover.Cli.Tests.Submitting;

public sealed class SubmitTests : IAsyncLifetime
{
    private FakeDaemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = (await FakeDaemon.StartAsync()).On("POST /v1/jobs", 201, """{"id":17}""");

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public void A_short_name_and_arguments_become_an_opcode()
    {
        var result = _daemon.Run("submit", "test-delay", "duration=1.5", "on_master=false", "name=n1", "list=[1,\"a\"]", "n=null", "o={\"a\":1}", "digits:=\"17\"", "quoted=\"x\"", "empty=", "eq=a=b", "-d");
        Assert.Equal((0, "17\n", ""), (result.Code, result.Out, result.Err));
        Assert.Equal("""
            {"ops":[{"OP_ID":"OP_TEST_DELAY","duration":1.5,"on_master":false,"name":"n1","list":[1,"a"],"n":null,"o":{"a":1},"digits":"17","quoted":"\u0022x\u0022","empty":"","eq":"a=b"}]}
            """, Body());
    }

    [Fact]
    public void Options_become_parameters_of_each_opcode()
    {
        _daemon.Run("submit", "OP_TEST_DUMMY", "priority=3", "--priority", "-5", "--depends", "4", "--depends", "5:success,error", "--comment", "c", "--token", "t", "-d");
        Assert.Equal("""
            {"ops":[{"OP_ID":"OP_TEST_DUMMY","priority":-5,"comment":"c","depends":[[4,["success"]],[5,["success","error"]]]}],"token":"t"}
            """, Body());
    }

    [Fact]
    public void A_reason_is_a_step_of_the_trail_with_its_time()
    {
        _daemon.Run("submit", "test-dummy", "--reason", "new rack", "-d");
        using var body = JsonDocument.Parse(Body());
        var step = body.RootElement.GetProperty("ops")[0].GetProperty("reason")[0];
        Assert.Equal(("drover:submit", "new rack"), (step[0].GetString(), step[1].GetString()));
        Assert.True(step[2].GetInt64() > 1_700_000_000_000_000_000);
    }

    [Theory]
    [InlineData("j.json", """{"OP_ID":"test-delay","duration":1}""", """{"ops":[{"OP_ID":"OP_TEST_DELAY","duration":1}]}""")]
    [InlineData("j.json", """{"ops":[{"OP_ID":"OP_A"},{"OP_ID":"OP_B"}],"token":"t"}""", """{"ops":[{"OP_ID":"OP_A"},{"OP_ID":"OP_B"}],"token":"t"}""")]
    [InlineData("j.yaml", "OP_ID: OP_A\nn: 1\nf: 1.5\nt: true\ns: \"1\"\nv: 1.2.3\nz: ~\nl: [a, 2]\n", """{"ops":[{"OP_ID":"OP_A","n":1,"f":1.5,"t":true,"s":"1","v":"1.2.3","z":null,"l":["a",2]}]}""")]
    [InlineData("j", "ops:\n- OP_ID: OP_A\n", """{"ops":[{"OP_ID":"OP_A"}]}""")]
    public void A_file_of_json_or_yaml_is_submitted(string name, string content, string body)
    {
        var result = WithFile(name, content, "-d");
        Assert.Equal((0, ""), (result.Code, result.Err));
        Assert.Equal(body, Body());
    }

    [Fact]
    public void Standard_input_may_be_the_file()
    {
        CliRun.InProcess(["submit", "-f", "-", "-d", "--socket", _daemon.SocketPath], input: """{"OP_ID":"OP_A"}""");
        Assert.Equal("""{"ops":[{"OP_ID":"OP_A"}]}""", Body());
    }

    [Fact]
    public void Many_jobs_print_their_ids_and_refusals()
    {
        _daemon.On("POST /v1/jobs", 201, """{"jobs":[{"id":17},{"error":{"code":"BAD","message":"ops[0].x: no","field":"ops[0].x"}}]}""");
        var result = WithFile("j.yml", "jobs:\n- ops: [{OP_ID: OP_A}]\n- ops: [{OP_ID: OP_B, x: 1}]\n", "-d");
        Assert.Equal("""{"jobs":[{"ops":[{"OP_ID":"OP_A"}]},{"ops":[{"OP_ID":"OP_B","x":1}]}]}""", Body());
        Assert.Equal((6, "17\n", "drover: BAD: jobs[1]: ops[0].x: no\n"), (result.Code, result.Out, result.Err));
    }

    [Theory]
    [InlineData("j.json", "{\"a\":\n,}", "is not JSON: line 2, byte 1")]
    [InlineData("j.yaml", "a: [1\n", "is not YAML: line")]
    [InlineData("j.yaml", "a: 1\n", "holds neither an opcode with OP_ID, nor 'ops', nor 'jobs'")]
    [InlineData("j.json", "[1]", "holds neither an opcode with OP_ID")]
    [InlineData("j.json", """{"ops":[{"OP_ID":"OP_A"},{"x":1}]}""", "ops[1] has no OP_ID")]
    [InlineData("j.json", """{"jobs":[{"ops":[]}]}""", "'jobs[0].ops' is not a list of opcodes")]
    [InlineData("j.json", """{"jobs":[]}""", "holds no job")]
    [InlineData("j.yaml", "a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\nf: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]\ng: [*f, *f, *f, *f, *f, *f, *f, *f, *f, *f]\n", "larger than 16 MiB")]
    public void A_bad_file_is_refused_with_the_place(string name, string content, string error)
    {
        var result = WithFile(name, content);
        Assert.Equal(2, result.Code);
        Assert.Contains(error, result.Err, StringComparison.Ordinal);
        Assert.Empty(_daemon.Requests);
    }

    [Theory]
    [InlineData("'x' is not of the form key=value", "test-delay", "x")]
    [InlineData("the value of 'x' is not JSON: {", "test-delay", "x:={")]
    [InlineData("the parameter 'x' is given twice", "test-delay", "x=1", "x=2")]
    [InlineData("--depends 'x' does not begin with a job id", "test-delay", "--depends", "x")]
    [InlineData("--depends '1:done': 'done' is not a final status", "test-delay", "--depends", "1:done")]
    [InlineData("'drover submit' needs OP, or --file FILE")]
    [InlineData("--priority '20' is not a number from -20 to 19", "test-delay", "--priority", "20")]
    public void Wrong_arguments_are_usage_errors(string error, params string[] args)
    {
        var result = _daemon.Run(["submit", .. args]);
        Assert.Equal(2, result.Code);
        Assert.StartsWith($"drover: USAGE: {error}\n", result.Err + "\n", StringComparison.Ordinal);
        Assert.Empty(_daemon.Requests);
    }

    [Fact]
    public void Following_prints_the_log_and_the_result()
    {
        _daemon.OnJob(17,
            Canned.Wait("queued", false),
            Canned.Wait("running", false, Canned.Log(1, "\"one\"")),
            Canned.Wait("success", true, Canned.Log(2, """{"a":1}""", "other") + "," + Canned.Log(3, "\"x\\ny\""), "[[1,2]]"));
        var result = _daemon.Run("submit", "test-delay", "duration=1");
        Assert.Equal("""
            Job 17 submitted
            2023-11-14 22:13:21  one
            2023-11-14 22:13:22  [other] {"a":1}
            2023-11-14 22:13:23  x
                                 y
            Job 17 success
            op 0: [1,2]

            """, result.Out);
        Assert.Equal((0, ""), (result.Code, result.Err));
        Assert.Equal(["/v1/jobs/17/follow?after_log=0"], _daemon.Requests.Skip(1).Select(r => r.Target));
    }

    [Fact]
    public void A_failed_job_is_exit_code_1_with_its_reason()
    {
        _daemon.OnJob(17, Canned.Wait("error", true, opresult: """[["OpPrereqError",["no such node","unknown_entity"]]]"""));
        var result = _daemon.Run("submit", "test-delay");
        Assert.Equal((1, "Job 17 submitted\nJob 17 error\n"), (result.Code, result.Out));
        Assert.Equal("drover: JOB_FAILED: job 17 ended as error: op 0: no such node\nhint: 'drover show 17' shows every field, 'drover logs 17' its log\n", result.Err);
    }

    [Fact]
    public void A_canceled_job_is_exit_code_4()
    {
        var result = _daemon.OnJob(17, Canned.Wait("canceled", true)).Run("submit", "test-delay");
        Assert.Equal((4, "drover: JOB_CANCELED: job 17 was canceled\n"), (result.Code, result.Err));
    }

    [Fact]
    public void Json_follows_with_one_object_at_the_end()
    {
        var result = _daemon.OnJob(17, Canned.Wait("success", true, Canned.Log(1, "\"one\""))).Run("submit", "test-delay", "-o", "json");
        Assert.Equal("""{"id":17,"status":"success","opstatus":["success"],"opresult":[null]}""" + "\n", result.Out);
        Assert.Equal("2023-11-14 22:13:21  one\n", result.Err);
        Assert.Equal("""{"id":17}""" + "\n", _daemon.Run("submit", "test-delay", "-o", "json", "-d").Out);
    }

    [Fact]
    public void A_refusal_shows_code_place_and_hint()
    {
        _daemon.On("POST /v1/jobs", 400, """{"error":{"code":"BAD_PARAMETER","message":"ops[0].duration: must be a number","field":"ops[0].duration","hint":"seconds"}}""");
        var result = _daemon.Run("submit", "test-delay", "duration=x");
        Assert.Equal((6, "", "drover: BAD_PARAMETER: ops[0].duration: must be a number\nhint: seconds\n"), (result.Code, result.Out, result.Err));
    }

    private string Body() => Assert.Single(_daemon.Requests).Body;

    private CliResult WithFile(string name, string content, params string[] args)
    {
        var directory = Directory.CreateTempSubdirectory("dc");
        try
        {
            var path = Path.Combine(directory.FullName, name);
            File.WriteAllText(path, content);
            return _daemon.Run(["submit", "-f", path, .. args]);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
