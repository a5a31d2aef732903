using Drover.Acceptance.Running;

namespace Drover.Acceptance.Services;

/// <summary>What the tests of Cluster::Init itself ask for, with its entries, through its socket and its status file.</summary>
public sealed class OldProgramTests : IDisposable
{
    private readonly ServiceNode _node = new(
    [
        "hellogrp:hello1:1:wait:/bin/echo \"hello world!\" > OUT",
        "hellogrp:hello2:2:respawn:/bin/echo \"hello world!\" >> OUT",
        "hellogrp:hello3:3:wait:while test ! -e DIR/go; do sleep 0.05; done; cat /dev/null > OUT",
        "hellogrp:hellolong:long1,long2,5:wait:/bin/echo long > OUT",
        "hellogrp:hellolong3:long3,:wait:/bin/echo long3 > OUT",
        "pidgrp:pid1:1:respawn:/bin/echo $$ > OUT; sleep 1000",
        "foogrp:foo1:12:once:/bin/echo foo1start >>OUT; while test ! -e DIR/go; do sleep 0.05; done; /bin/echo foo1end >>OUT",
        "foogrp:foo3:3:once:/bin/echo foo3 >OUT",
        "hellogrp:htest1:f:test:/bin/true",
        "hellogrp:htest2:f:test:/bin/false",
        "hellogrp:htest3:t:test:/bin/true",
    ]);

    public void Dispose() => _node.Dispose();

    [Fact]
    public void Each_tell_answers_and_a_shutdown_in_the_middle_of_a_wait_ends_the_daemon()
    {
        Assert.Equal("level transition started", _node.Tell("hellogrp", "1")["msg"]);
        _node.WaitForStatus("hellogrp", "1 DONE");
        Assert.Equal("level transition started", _node.Tell("hellogrp", "3")["msg"]);
        _node.WaitForStatus("hellogrp", "3 STARTING");
        Assert.Equal("all groups halting", _node.Tell("hellogrp", ":::SHUTDOWN:::")["msg"]);
        Assert.Equal(0, _node.Daemon.WaitForEnd());
        Assert.False(File.Exists(_node.Clstat));
        Assert.False(File.Exists(_node.Socket));

        // The job ended with the reason: a shutdown is no crash. The level is wanted again all the same.
        _node.Daemon.Dispose();
        _node.Start();
        Assert.Equal("error", _node.Daemon.Http.Status(2));
        Assert.Contains("the daemon stops", _node.Daemon.Http.Job(2).ToJsonString(), StringComparison.Ordinal);
        _node.WaitForStatus("hellogrp", "3 STARTING");
    }

    [Fact]
    public void An_unknown_group_is_refused_and_the_daemon_lives_on()
    {
        var reply = _node.Tell("sadkjhfkdsa", "1");
        Assert.Contains("no such group", reply["msg"], StringComparison.Ordinal);
        Assert.Equal("0", reply["ok"]);
        _node.Bring("hellogrp", "1");
    }

    [Fact]
    public void A_wait_holds_its_level_in_STARTING_until_it_ends()
    {
        _node.Bring("hellogrp", "1");
        _node.WaitForOut("hello world!\n");
        _node.Tell("hellogrp", "3");
        _node.WaitForStatus("hellogrp", "3 STARTING");
        Assert.Single(_node.OutLines);
        File.WriteAllText(_node.Sandbox.At("go"), "");
        _node.WaitForStatus("hellogrp", "3 DONE");
        Assert.Equal("", _node.Out);
    }

    [Fact]
    public void A_repeated_level_does_not_run_its_wait_again_and_leaving_it_does()
    {
        _node.Bring("hellogrp", "1");
        _node.EmptyOut();
        _node.Bring("hellogrp", "1");
        Assert.Equal("", _node.Out);
        _node.Bring("hellogrp", "other");
        _node.Bring("hellogrp", "1");
        Assert.Single(_node.OutLines);
    }

    [Fact]
    public void Levels_have_long_names()
    {
        foreach (var (level, text) in new[] { ("long1", "long"), ("long3", "long3"), ("long2", "long"), ("long3", "long3"), ("5", "long") })
        {
            _node.Bring("hellogrp", level);
            _node.WaitForStatus("hellogrp", $"{level} DONE");
            Assert.Equal(text + "\n", _node.Out);
        }
    }

    [Fact]
    public void A_killed_respawn_comes_back_with_another_pid_and_a_level_without_it_stops_it()
    {
        _node.Tell("pidgrp", "1");
        _node.Until(() => _node.Out.EndsWith('\n'), () => "no pid in OUT");
        var first = int.Parse(_node.Out);
        Signals.Send(first, Signals.Kill);
        _node.Until(() => _node.Out.EndsWith('\n') && int.Parse(_node.Out) != first, () => "no other pid in OUT");
        var second = int.Parse(_node.Out);
        _node.Tell("pidgrp", "99");
        _node.WaitForStatus("pidgrp", "99 DONE");
        Assert.False(ServiceNode.Lives(second));
    }

    [Fact]
    public void A_failed_test_shows_FAILED_and_passed_ones_PASSED()
    {
        _node.Tell("hellogrp", "f");
        _node.WaitForStatus("hellogrp", "f FAILED");
        _node.Tell("hellogrp", "t");
        _node.WaitForStatus("hellogrp", "t PASSED");
        _node.Bring("hellogrp", "f", expected: "error");
    }

    [Fact]
    public void Each_character_of_a_field_is_a_level_and_what_belongs_to_both_keeps_running()
    {
        _node.Bring("foogrp", "1");
        _node.WaitForOut("foo1start\n");
        var pid = _node.Pid("foogrp/foo1");
        _node.Bring("foogrp", "2");
        _node.WaitForStatus("foogrp", "2 DONE");
        Assert.Equal(pid, _node.Pid("foogrp/foo1"));
        File.WriteAllText(_node.Sandbox.At("go"), "");
        _node.WaitForOut("foo1start\nfoo1end\n");
        _node.Bring("foogrp", "99");
        _node.EmptyOut();
        _node.Bring("foogrp", "1");
        _node.WaitForOut("foo1start\nfoo1end\n");
    }
}
