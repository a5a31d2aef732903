using Drover.Acceptance.Running;

namespace Drover.Acceptance.Services;

/// <summary>Services of a daemon that is not root. It is played with <c>setpriv</c>, which needs root.</summary>
public sealed class OrdinaryUserTests : IDisposable
{
    private const string Nobody = "65534";

    private readonly ServiceNode _node;

    public OrdinaryUserTests()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Acting as another user needs root.");
        _node = ServiceNode.Unstarted(
        [
            "own:a1:1:respawn:NAP 1000",
            "own:a2:1:wait:id -u >OUT",
            "own:a3:1:respawn:setsid -f NAP 1001; NAP 1002; true",
            "same:s1:1:respawn:NAP 1003",
            ":::service.s1.user:nobody",
            "other:u1:1:respawn:NAP 1004",
            ":::service.u1.user:root",
        ]);
        // A copy in the sandbox: the repository may lie where others cannot go.
        File.Copy(Programs.Daemon, _node.Sandbox.At("droverd"));
        Command.Run("chown", ["-R", $"{Nobody}:{Nobody}", _node.Sandbox.Path]).Expect(0);
        Start();
    }

    public void Dispose() => _node?.Dispose();

    [Fact]
    public void It_keeps_its_own_processes_and_finds_them_again()
    {
        _node.Bring("own", "1");
        _node.WaitForOut(Nobody + "\n");
        _node.Until(() => _node.Naps().Count == 3, () => $"{_node.Naps().Count} naps");
        var before = _node.Naps();
        _node.Kill9();
        Start();
        Assert.Equal(before, _node.Naps());
        Assert.Equal("1 DONE", _node.Status("own"));
        _node.Bring("own", "2");
        Assert.Empty(_node.Naps());
    }

    [Fact]
    public void It_says_of_an_entry_for_another_user_that_it_cannot_do_that()
    {
        _node.Bring("other", "1", "error");
        Assert.Equal("DEGRADED", _node.GroupState("other"));
        Assert.Contains("only a daemon that runs as root", (string)_node.Row("process", "other/u1", "error")["error"]!, StringComparison.Ordinal);
        Assert.Contains("only a daemon that runs as root", _node.Daemon.Log, StringComparison.Ordinal);
        Assert.Empty(_node.Naps());
    }

    [Fact]
    public void An_entry_for_the_user_that_it_is_needs_no_root()
    {
        _node.Bring("same", "1");
        Assert.Single(_node.Naps());
        Assert.Equal("DONE", _node.GroupState("same"));
    }

    [Fact]
    public void A_process_of_another_user_that_pretends_to_be_one_of_its_services_does_not_hold_up_a_stop()
    {
        _node.Bring("own", "1");
        _node.Until(() => _node.Naps().Count == 3, () => $"{_node.Naps().Count} naps");
        var marker = new Dictionary<string, string> { ["DROVER_INVOCATION"] = ServiceNode.Marker(_node.Pid("own/a1"))! };
        using var foreign = Command.Begin(_node.Sandbox.At("nap"), ["1005"], marker);
        _node.Bring("own", "2");
        Assert.Equal([foreign.Id], _node.Naps());
        foreign.Kill();
        foreign.WaitForExit();
    }

    private void Start() => _node.Start("setpriv", "--reuid", Nobody, "--regid", Nobody, "--clear-groups", "sh", "-c", $"shift; exec {_node.Sandbox.At("droverd")} \"$@\"", "sh");
}
