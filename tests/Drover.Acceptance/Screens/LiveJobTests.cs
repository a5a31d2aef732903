using Drover.Acceptance.Running;

namespace Drover.Acceptance.Screens;

/// <summary>Jobs that come to their end while somebody looks on.</summary>
public sealed class LiveJobTests : IDisposable
{
    private readonly Sandbox _sandbox = new();
    private readonly Daemon _daemon;

    public LiveJobTests() => _daemon = Daemon.Start(_sandbox);

    [Fact]
    public void A_job_that_ends_leaves_the_same_lines_as_on_a_pipe()
    {
        using var terminal = new Tmux(_sandbox, 80, 24);
        terminal.Enter("drover submit test-delay duration=0.2 repeat=2 | sed 's/^20.*  /TIME /; s/Job [0-9]*/Job N/'; drover submit test-delay duration=0.2 repeat=2 > /dev/tty; echo over");
        var lines = terminal.WaitFor("\nover").Split('\n');
        Assert.Equal(["Job N submitted", "TIME - INFO: test delay 1 of 2", "TIME - INFO: test delay 2 of 2", "Job N success"], lines[..4]);
        Assert.EndsWith("success", lines[7], StringComparison.Ordinal);
        Assert.Equal("over", lines[8]);
    }

    [Fact]
    public void A_job_is_cancelled_by_a_key_that_asks_before()
    {
        var job = _daemon.Http.SubmitDelay(3000);
        using var terminal = new Tmux(_sandbox, 80, 24);
        terminal.Enter("drover top");
        terminal.WaitFor($"{job} running");
        terminal.Type($"/ {job} running");
        terminal.Press("Enter");
        terminal.WaitFor("only '");
        terminal.Type("c");
        terminal.WaitFor($"cancel job {job}? y or n");
        terminal.Type("y");
        Assert.Equal("canceled", _daemon.Http.WaitForEnd(job));
    }

    public void Dispose()
    {
        _daemon.Dispose();
        _sandbox.Dispose();
    }
}
