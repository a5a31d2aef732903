using Drover.Acceptance.Running;

namespace Drover.Acceptance.Services;

/// <summary>Limits of an entry: by its cgroup where the machine has the controllers, and a word where it has not.</summary>
public sealed class LimitTests : IDisposable
{
    private readonly ServiceNode _node = new(
    [
        ":::service.free.cgroup:no",
        ":::service.free.limit-memory:1G",
        ":::service.free.limit-processes:500",
        ":::service.free.limit-cpu:50",
        ":::service.fork.limit-processes:3",
        ":::service.half.limit-cpu:50",
        "plain:free:1:respawn:NAP 1001",
        "bound:fork:1:once:for i in 1 2 3 4 5 6; do NAP 1002 & done; wait",
        "bound:half:1:respawn:NAP 1003",
    ]);

    public void Dispose() => _node.Dispose();

    [Fact]
    public void Limits_without_a_cgroup_fall_back_and_the_daemon_says_which_and_why()
    {
        _node.Bring("plain", "1");
        _node.Until(() => _node.Naps().Count == 1, () => "no nap");
        Assert.Equal("memory 1073741824 (RLIMIT_AS), processes 500 (RLIMIT_NPROC), cpu 50 (not in force)", Limits("plain/free"));
        Assert.Matches(@"Max address space\s+1073741824\s", File.ReadAllText($"/proc/{_node.Pid("plain/free")}/limits"));
        _node.Until(() => _node.Daemon.Log.Contains("plain/free lacks something of its protection: limit-memory holds for each process by itself", StringComparison.Ordinal)
            && _node.Daemon.Log.Contains("limit-cpu is not in force: the entry has cgroup:no", StringComparison.Ordinal), () => "no warning");
        _node.Kill9();
        _node.Start();
        _node.Bring("plain", "1");
        Assert.EndsWith("cpu 50 (not in force)", Limits("plain/free"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fork_over_the_limit_fails_and_a_share_of_the_processor_is_written()
    {
        _node.Bring("bound", "1");
        _node.Until(() => Limits("bound/fork") is not null && Limits("bound/half") is not null, () => "not started");
        Assert.SkipUnless(Limits("bound/fork")!.Contains("(cgroup)", StringComparison.Ordinal), "The controller pids is not to be had here.");
        _node.Until(() => _node.State("bound/fork") == "DONE", () => _node.State("bound/fork"));
        Assert.Equal("exit 2", (string?)_node.Row("process", "bound/fork", "last_exit")["last_exit"]);
        Assert.SkipUnless(Limits("bound/half")!.Contains("(cgroup)", StringComparison.Ordinal), "The controller cpu is not to be had here.");
        Assert.DoesNotContain("not in force", _node.Daemon.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_for_cgroups_that_is_none_is_refused()
    {
        using var sandbox = new Sandbox();
        File.WriteAllText(sandbox.At("cltab"), "g:t:1:once:/bin/true\n");
        var end = Daemon.Refused(sandbox, "--cltab", sandbox.At("cltab"), "--cgroup", "/etc");
        Assert.NotEqual(0, end.ExitCode);
        Assert.Contains("The cgroup \"/etc\"", end.Error, StringComparison.Ordinal);
    }

    private string? Limits(string process) => (string?)_node.Row("process", process, "limits")["limits"];
}
