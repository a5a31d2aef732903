namespace Drover.Cli.Tests.Shell;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("dr", "drain")]
    [InlineData("get net", "networks")]
    [InlineData("get node-", "node-groups")]
    [InlineData("get nodes --fi", "--filter")]
    [InlineData("submit test-de", "test-delay")]
    [InlineData("--socket /x get lo", "locks")]
    [InlineData("get jobs -o jsonl", "jsonl")]
    [InlineData("drain st", "status")]
    [InlineData("audit v", "verify")]
    [InlineData("aud v", "verify")]
    [InlineData("ge net", "networks")]
    [InlineData("chk cl", "cltab")]
    [InlineData("chk cltab /proc/self/mountinf", "/proc/self/mountinfo")]
    [InlineData("get service", "service-groups")]
    [InlineData("tell web 1 --det", "--detach")]
    [InlineData("submit service-group-s", "service-group-set-level")]
    [InlineData("help exit", "exit-codes")]
    [InlineData("submit --dep", "--depends")]
    [InlineData("events --sig", "--signals")]
    public async Task The_script_completes(string line, string expected)
    {
        var script = $"""
            set -eu
            source <("$drover" completion bash)
            COMP_WORDS=("$drover" {line}); COMP_CWORD=$((${"{"}#COMP_WORDS[@]{"}"} - 1))
            set +u
            _drover
            echo "{"$"}{"{"}COMPREPLY[@]{"}"}"
            """;
        var result = await CliRun.ShellAsync(script, "/nonexistent");
        Assert.Equal((expected + "\n", ""), (result.Out, result.Err));
    }

    [Fact]
    public async Task A_name_that_a_shell_would_run_stays_a_name()
    {
        const string script = """
            set -eu
            source <("$drover" completion bash)
            stub=$(mktemp); trap 'rm -f "$stub"' EXIT
            printf '%s\n' '#!/bin/sh' "echo 'q/\$(echo ran) \`echo ran\`;'" > "$stub"; chmod +x "$stub"
            COMP_WORDS=("$stub" start q/); COMP_CWORD=2
            set +u
            _drover
            eval "printf '%s\n' ${COMPREPLY[0]}"
            """;
        var result = await CliRun.ShellAsync(script, "/nonexistent");
        Assert.Equal(("q/$(echo ran) `echo ran`;\n", ""), (result.Out, result.Err));
    }

    [Theory]
    [InlineData("submit test-delay d", "duration=|a number")]
    [InlineData("submit test-delay duration=2 d", "")]
    [InlineData("submit test-d", "test-delay|duration no_locks")]
    [InlineData("get jobs -c id,sta", "id,status|Job status;id,start_ts|Start")]
    [InlineData("get jobs --columns=du", "--columns=duration|of tables")]
    [InlineData("get jobs -c +ow", "+owner|Who")]
    [InlineData("cancel 1", "17|running TEST_DELAY(1.0)")]
    [InlineData("get jobs --dump 1", "17|running TEST_DELAY(1.0)")]
    [InlineData("get sta", "status|")]
    [InlineData("tell web ", "1|;2|;off|stops the group")]
    [InlineData("restart web/a --node ", "node1|here;web2|away")]
    [InlineData("tell web 1 --node node1,w", "node1,web2|away")]
    [InlineData("cltab set --canary w", "web2|away")]
    [InlineData("exec no", "node1|here")]
    [InlineData("explain job.stat", "job.status|Job status")]
    [InlineData("completion z", "zsh|")]
    [InlineData("get jobs -o temp", "template=|")]
    [InlineData("submit -f ", ":files|")]
    public async Task The_daemon_says_what_it_has(string line, string expected)
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/opcodes", """{"opcodes":[{"id":"OP_TEST_DELAY","parameters":["duration","no_locks"]}]}""")
            .On("GET /v1/opcodes/OP_TEST_DELAY", """{"id":"OP_TEST_DELAY","parameters":[{"name":"duration","type":"a number"},{"name":"no_locks","type":"true or false"}]}""")
            .On("GET /v1/query/job/fields", """{"fields":[{"name":"id","doc":"Job ID"},{"name":"status","doc":"Job status"},{"name":"start_ts","doc":"Start"},{"name":"owner","doc":"Who"}]}""")
            .On("GET /v1/query/job", """{"fields":[],"rows":[[[0,17],[0,"running"],[0,["TEST_DELAY(1.0)"]]]],"next":null}""")
            .On("GET /v1/query/node", """{"fields":[],"rows":[[[0,"node1"],[3,null],[0,"here"]],[[0,"web2.example.com"],[0,"web2"],[0,"away"]]],"next":null}""")
            .On("GET /v1/query/service-group", """{"fields":[],"rows":[[[0,["1","2"]]]],"next":null}""");
        var result = CliRun.InProcess(["__complete", "zsh", "--socket", daemon.SocketPath, .. line.Split(' ')]);
        Assert.Equal(expected.Split(';', StringSplitOptions.RemoveEmptyEntries), result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Contains('\t') ? l.Replace('\t', '|') : l + "|"));
        Assert.Equal((0, ""), (result.Code, result.Err));
    }

    [Fact]
    public async Task What_bash_takes_apart_is_put_together_again()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/query/job/fields", """{"fields":[{"name":"status","doc":"Job status"}]}""");
        Assert.Equal("status\n", CliRun.InProcess(["__complete", "bash", "--socket", daemon.SocketPath, "get", "jobs", "--columns", "=", "sta"]).Out);
    }

    [Theory]
    [InlineData("bash", "-n")]
    [InlineData("zsh", "-n")]
    [InlineData("fish", "--no-execute")]
    public async Task The_script_is_one_of_its_shell(string shell, string check)
    {
        var result = await CliRun.ShellAsync($"\"$drover\" completion {shell} | {shell} {check}", "/nonexistent");
        Assert.Equal((0, "", ""), (result.Code, result.Out, result.Err));
    }
}
