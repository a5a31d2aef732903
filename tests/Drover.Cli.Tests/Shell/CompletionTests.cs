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
            COMP_WORDS=(drover {line}); COMP_CWORD=$((${"{"}#COMP_WORDS[@]{"}"} - 1))
            set +u
            _drover
            echo "{"$"}{"{"}COMPREPLY[@]{"}"}"
            """;
        var result = await CliRun.ShellAsync(script, "/nonexistent");
        Assert.Equal((expected + "\n", ""), (result.Out, result.Err));
    }
}
