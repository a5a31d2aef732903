using Drover.NodeAgent.Running;

namespace Drover.NodeAgent.Tests.Running;

/// <summary>Exit codes and their texts, as the command line gives them.</summary>
public sealed class ExitCodeTests : IDisposable
{
    private const string Token = "secret.0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private readonly StateDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("USAGE", 2)]
    [InlineData("STATE_IN_USE", 3)]
    [InlineData("NOT_JOINED", 4)]
    [InlineData("IDENTITY_FILE", 4)]
    [InlineData("JOIN_REFUSED", 5)]
    [InlineData("MASTER_UNKNOWN", 5)]
    [InlineData("MASTER_UNREACHABLE", 1)]
    [InlineData("STATE_UNUSABLE", 1)]
    [InlineData("ANYTHING", 1)]
    public void Each_error_has_its_exit_code(string code, int exit) => Assert.Equal(exit, ExitCode.Of(new DroverException(code, "text")));

    [Fact]
    public async Task Wrong_usage_is_told()
    {
        Assert.Equal((ExitCode.Usage, true), await RunAsync("drover-agent --help", "run", "--nonsense"));
        Assert.Equal((ExitCode.Usage, true), await RunAsync("token is not whole", "join", "127.0.0.1:1", "nonsense", "--state", _directory.Path));
    }

    [Fact]
    public async Task A_machine_that_has_not_joined_is_told_so()
    {
        Assert.Equal((ExitCode.NotJoined, true), await RunAsync("no node of a fleet", "show", "--state", _directory.Path));
        Assert.Equal((ExitCode.NotJoined, true), await RunAsync("no node of a fleet", "run", "--state", _directory.Path, "--run", _directory["run"]));
    }

    [Fact]
    public async Task A_master_that_cannot_be_reached_is_told_with_its_address() =>
        Assert.Equal((ExitCode.Failed, true), await RunAsync("The master at 127.0.0.1:1 cannot be reached", "join", "127.0.0.1:1", Token, "--state", _directory.Path));

    [Fact]
    public async Task Two_agents_do_not_share_a_state()
    {
        using var other = StateLock.Take(_directory.Path);
        Assert.Equal((ExitCode.StateInUse, true), await RunAsync(_directory.Path, "run", "--state", _directory.Path, "--run", _directory["run"]));
    }

    /// <summary>The exit code, and whether the error tells something.</summary>
    private static async Task<(int Code, bool IsTold)> RunAsync(string told, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await AgentCommands.RunAsync(arguments, output, error).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        return (code, error.ToString().StartsWith("drover-agent: ", StringComparison.Ordinal) && error.ToString().Contains(told, StringComparison.Ordinal));
    }
}
