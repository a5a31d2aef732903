using Drover.Cli.Explaining;
using Drover.Cli.Lab;

namespace Drover.Cli.Tests.Lab;

public sealed class LabVerbTests : IAsyncLifetime
{
    private FakeDaemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = (await FakeDaemon.StartAsync()).On("POST /v1/jobs", 201, """{"id":17}""")
        .On("GET /v1/opcodes/OP_DEVICE_ADD", Opcode("device_type", "worker", "tags:[]", "public:true", "dictionary", "health"))
        .On("GET /v1/opcodes/OP_DEVICE_SET", Opcode("worker", "tags:[]"))
        .On("GET /v1/opcodes/OP_DEVICE_TYPE_ADD", Opcode("health_frequency:1"))
        .On("GET /v1/opcodes/OP_DEVICE_TYPE_SET", Opcode("health_frequency:1"))
        .On("GET /v1/opcodes/OP_DEVICE_TEMPLATE_SET", Opcode("text"))
        .On("GET /v1/opcodes/OP_HEALTH_CHECK_SET", Opcode("definition"))
        .On("GET /v1/opcodes/OP_WORKER_ADD", Opcode("job_limit:1"));

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public void Options_become_parameters_of_the_kind_that_the_daemon_takes()
    {
        var result = CliRun.InProcess(
            ["add", "device", "17", "--type", "qemu", "--worker", "5", "--tags", "a, b", "--public", "no", "--dictionary", "-", "-d", "--socket", _daemon.SocketPath], input: "{% extends 'x.jinja2' %}\n");
        Assert.Equal((0, "17\n", ""), (result.Code, result.Out, result.Err));
        Assert.Equal("""{"ops":[{"OP_ID":"OP_DEVICE_ADD","name":"17","device_type":"qemu","worker":"5","dictionary":"{% extends \u0027x.jinja2\u0027 %}\n","tags":["a","b"],"public":false}]}""", Body());
    }

    [Fact]
    public void Several_names_are_several_jobs_and_a_refusal_of_one_does_not_keep_the_others_from_it()
    {
        _daemon.On("POST /v1/jobs", (400, """{"error":{"code":"BAD","message":"no"}}"""), (201, """{"id":18}"""));
        var result = _daemon.Run("mod", "device", "b1", "b2", "--worker", "", "-d");
        Assert.Equal((6, "18\n", "drover: BAD: no\n"), (result.Code, result.Out, result.Err));
        Assert.Equal("""{"ops":[{"OP_ID":"OP_DEVICE_SET","name":"b2","worker":""}]}""", Body());
    }

    [Fact]
    public void A_type_with_its_template_and_health_check_is_one_job()
    {
        Assert.Equal(0, CliRun.InProcess(["add", "device-type", "q", "--health-check", "-", "--health-frequency", "3", "-d", "--socket", _daemon.SocketPath], input: "x").Code);
        Assert.Equal("""{"ops":[{"OP_ID":"OP_DEVICE_TYPE_ADD","name":"q","health_frequency":3},{"OP_ID":"OP_HEALTH_CHECK_SET","name":"q","definition":"x"}]}""", Body());
        Assert.Equal(0, CliRun.InProcess(["mod", "device-type", "q", "--template", "-", "-d", "--socket", _daemon.SocketPath], input: "y").Code);
        Assert.Equal("""{"ops":[{"OP_ID":"OP_DEVICE_TEMPLATE_SET","name":"q","text":"y"}]}""", Body());
    }

    [Fact]
    public void Of_a_token_the_daemon_gets_the_hash_alone()
    {
        _daemon.On("GET /v1/opcodes/OP_WORKER_ADD", Opcode("token_hash"));
        Assert.Equal(0, _daemon.Run("add", "worker", "w1", "--token", "abc", "-d").Code);
        Assert.Equal("""{"ops":[{"OP_ID":"OP_WORKER_ADD","name":"w1","token_hash":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}]}""", Body());
    }

    [Fact]
    public void Removing_follows_the_job()
    {
        _daemon.OnJob(17, Canned.Wait("success", true));
        var result = _daemon.Run("del", "worker", "w1");
        Assert.Equal((0, "Job 17 submitted\nJob 17 success\n"), (result.Code, result.Out));
        Assert.Equal("""{"ops":[{"OP_ID":"OP_WORKER_REMOVE","name":"w1"}]}""", _daemon.Requests.First().Body);
    }

    [Theory]
    [InlineData("add device b1", 2, "USAGE: 'drover add device' needs --type TYPE")]
    [InlineData("mod device b1", 2, "USAGE: nothing of the device is to be changed")]
    [InlineData("add device b1 --type q --public maybe", 2, "USAGE: --public 'maybe' is neither yes nor no")]
    [InlineData("add device-type q --health-frequency soon", 2, "USAGE: --health-frequency 'soon' is not a whole number")]
    [InlineData("add worker w --token x", 6, "PARAMETER_UNKNOWN: this daemon does not take --token: its OP_WORKER_ADD has no parameter token_hash")]
    [InlineData("add device b1 --tpye q", 2, "USAGE: unknown option '--tpye' of 'drover add device'")]
    [InlineData("add board b1", 2, "USAGE: unknown verb 'board'")]
    public void What_is_wrong_is_told_before_anything_is_submitted(string line, int code, string error)
    {
        var result = _daemon.Run(line.Split(' '));
        Assert.Equal(code, result.Code);
        Assert.StartsWith($"drover: {error}\n", result.Err, StringComparison.Ordinal);
        Assert.DoesNotContain(_daemon.Requests, request => request.Line == "POST /v1/jobs");
    }

    /// <summary>One list for those who submit opcodes, one for those who use verbs: what the page of opcodes has and no option gives would be missed by them.</summary>
    [Theory]
    [InlineData("device", "OP_DEVICE_ADD")]
    [InlineData("device-type", "OP_DEVICE_TYPE_ADD")]
    [InlineData("worker", "OP_WORKER_ADD")]
    [InlineData("worker", "OP_WORKER_SET")]
    public void Every_parameter_of_the_opcodes_has_an_option(string word, string opcode)
    {
        var parameters = OpcodePage.Load().Find(opcode)!.Parameters.Split([" (", ", "], StringSplitOptions.TrimEntries)
            .Where(name => name.All(c => char.IsAsciiLetterLower(c) || c == '_') && name is not ("name" or "hours" or "jobs" or "active" or "maintenance"));
        var kind = Assert.Single(LabKind.All, kind => kind.Word == word);
        Assert.NotEmpty(parameters);
        Assert.All(parameters, name => Assert.Contains(kind.Options, option => option.Parameter == name && option.Opcode is null));
    }

    [Fact]
    public async Task Names_of_what_there_is_are_completed()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        foreach (var resource in (string[])["device", "device-type", "worker"])
            daemon.On($"GET /v1/query/{resource}", $$"""{"fields":[],"rows":[[[0,"{{resource}}1"]]],"next":null}""");
        daemon.On("GET /v1/query/device/fields", """{"fields":[{"name":"name","title":"Device","kind":"text"}]}""");
        daemon.On("GET /v1/query/test-job", """{"fields":[],"rows":[[[0,17],[0,"Running"],[0,"Unknown"],[0,"smoke"]]],"next":null}""");
        string Complete(string line) => CliRun.InProcess(["__complete", "bash", "--socket", daemon.SocketPath, .. line.Split(' ')]).Out;
        Assert.Equal("device1\n", Complete("mod device "));
        Assert.Equal("device1\n", Complete("show device "));
        Assert.Equal("", Complete("add device "));
        Assert.Equal("device-type1\n", Complete("add device x --type "));
        Assert.Equal("worker1\n", Complete("del worker "));
        Assert.Equal("good\n", Complete("mod device b1 --health g"));
        Assert.Equal("17\n", Complete("show test-job "));
        Assert.Equal("17\n", Complete("get results --job 1"));
    }

    private static string Opcode(params string[] parameters) =>
        $$"""{"id":"x","parameters":[{"name":"name","type":"a name","required":true,"default":null,"example":"name"},{{string.Join(',', parameters.Select(parameter => parameter.Split(':') is [var name, .. var example]
            ? $$"""{"name":"{{name}}","type":"","required":false,"default":null,"example":{{(example is [var value] ? value : "\"text\"")}}}""" : ""))}}]}""";

    private string Body() => _daemon.Requests.Last().Body;
}
