using Drover.Acceptance.Running;

namespace Drover.Acceptance.Screens;

/// <summary>However <c>drover top</c> ends, the terminal is as it was.</summary>
public sealed class TopTerminalTests() : RestoredTerminalTests("top");

/// <summary>However <c>drover console</c> ends, the terminal is as it was.</summary>
public sealed class ConsoleTerminalTests() : RestoredTerminalTests("console");

/// <summary>However a verb that takes the full screen ends, the terminal is as it was.</summary>
public abstract class RestoredTerminalTests : IDisposable
{
    private readonly Sandbox _sandbox = new();
    private readonly Daemon _daemon;
    private readonly Tmux _terminal;

    protected RestoredTerminalTests(string verb)
    {
        _daemon = Daemon.Start(_sandbox);
        _terminal = new Tmux(_sandbox, 80, 24);
        _terminal.Enter($"echo before; drover {verb}; echo code $?");
        _terminal.WaitFor("takes jobs");
        Assert.Equal(("1", "0"), (_terminal.Tell("alternate_on"), _terminal.Tell("cursor_flag")));
    }

    [Fact]
    public void After_q()
    {
        _terminal.Type("q");
        Restored(0);
    }

    [Fact]
    public void After_Ctrl_C()
    {
        _terminal.Press("C-c");
        Restored(130);
    }

    [Fact]
    public void After_SIGTERM()
    {
        Signals.Send(_terminal.Foreground, Signals.Terminate);
        Restored(128 + Signals.Terminate);
    }

    [Fact]
    public void After_the_daemon_was_killed_which_is_told_and_waited_for()
    {
        _daemon.Kill9();
        _terminal.WaitFor("not of this moment: no daemon answers");
        using var next = Daemon.Start(_sandbox);
        _terminal.WaitFor(screen => !screen.Contains("not of this moment", StringComparison.Ordinal), "the next daemon");
        next.Kill9();
        _terminal.WaitFor("not of this moment");
        _terminal.Type("q");
        Restored(0);
    }

    [Fact]
    public void While_it_is_stopped_and_again_when_it_goes_on()
    {
        _terminal.Press("C-z");
        _terminal.WaitFor("Stopped");
        Assert.Equal(("0", "1"), (_terminal.Tell("alternate_on"), _terminal.Tell("cursor_flag")));
        _terminal.Type("fg");
        _terminal.Press("Enter");
        _terminal.WaitFor("q quit");
        Assert.Equal("1", _terminal.Tell("alternate_on"));
        _terminal.Type("q");
        _terminal.WaitFor(screen => !screen.Contains("q quit", StringComparison.Ordinal), "the shell");
        Modes();
    }

    public void Dispose()
    {
        _terminal.Dispose();
        _daemon.Dispose();
        _sandbox.Dispose();
    }

    private void Restored(int code)
    {
        var screen = _terminal.WaitFor($"code {code}");
        Assert.StartsWith("before\n", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("q quit", screen, StringComparison.Ordinal);
        Modes();
    }

    private void Modes()
    {
        Assert.Equal(("0", "1"), (_terminal.Tell("alternate_on"), _terminal.Tell("cursor_flag")));
        _terminal.Enter("stty -a | tr ' ' '\\n' | grep -E '^-?(icanon|echo);?$' | tr '\\n' ' '; echo over");
        Assert.StartsWith("icanon echo over", _terminal.WaitFor("over\n"), StringComparison.Ordinal);
    }
}
