using Drover.Acceptance.Running;
using Drover.Tests.Shared;

namespace Drover.Acceptance.Screens;

/// <summary>The full screen, with a daemon behind a line that passes something only when it is told to.</summary>
public sealed class SlowLineTests : IDisposable
{
    private readonly Sandbox _sandbox = new();
    private readonly Daemon _daemon;
    private readonly SlowLink _link;
    private readonly Tmux _terminal;

    public SlowLineTests()
    {
        _daemon = Daemon.Start(_sandbox);
        _link = new SlowLink(_sandbox.At("slow"), _sandbox.HttpSocket, piece: 200) { IsFast = true };
        _terminal = new Tmux(_sandbox, 80, 24);
    }

    [Theory]
    [InlineData("top")]
    [InlineData("console")]
    public void Keys_work_while_nothing_comes_and_the_newest_picture_is_drawn_at_the_end(string verb)
    {
        _terminal.Enter($"drover {verb} --socket {_link.Path}; echo code $?");
        _terminal.WaitFor("takes jobs");
        _link.IsFast = false;
        var job = _daemon.Http.SubmitDelay(3000);
        _terminal.Type("s");
        _terminal.WaitFor("Service");
        _terminal.Type("?");
        _terminal.WaitFor("draw anew");
        _terminal.Type("qs");
        _terminal.WaitFor("Why, or how far");
        _link.IsFast = true;
        _terminal.WaitFor($"{job} running");
        _link.IsFast = false;
        _terminal.Press("C-c");
        _terminal.WaitFor("code 130");
        Assert.Equal("0", _terminal.Tell("alternate_on"));
    }

    [Fact]
    public async Task A_daemon_of_which_nothing_comes_at_all_does_not_hold_Ctrl_C()
    {
        _link.IsFast = false;
        _terminal.Enter($"drover console --socket {_link.Path}");
        await _link.Connected.WaitAsync(Command.Longest, TestContext.Current.CancellationToken);
        _terminal.Press("C-c");
        _terminal.WaitFor(static screen => screen.EndsWith("^C\n$", StringComparison.Ordinal), "the shell");
    }

    public void Dispose()
    {
        _terminal.Dispose();
        _link.Dispose();
        _daemon.Dispose();
        _sandbox.Dispose();
    }
}
