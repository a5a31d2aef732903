using Drover.Acceptance.Running;
using Drover.Tests.Shared;

namespace Drover.Acceptance.Services;

/// <summary>Services outlive the daemon, and the next daemon takes them up: none twice, none forgotten.</summary>
public sealed class SurvivalTests : IDisposable
{
    private readonly ServiceNode _node = new([.. Entries(20), "w:w1:1:wait:echo begun >>OUT; NAP 3000; echo ended >>OUT", "w:w2:1:once:echo after >>OUT", "t:t1:1:once:echo one >>OUT"]);

    public void Dispose() => _node.Dispose();

    [Fact]
    public void After_kill_9_twenty_processes_are_adopted_none_is_started_twice_and_a_killed_one_comes_back()
    {
        var before = Up(20);
        _node.Kill9();
        Assert.Equal(before, _node.Naps());
        _node.Start();
        _node.Bring("many", "1");
        Assert.Equal(before, _node.Naps());
        Assert.Equal(before, _node.Rows("process", "pid").Values.Select(row => (int?)row["pid"] ?? 0).Where(pid => pid > 0).ToHashSet());
        Signals.Send(before.First(), Signals.Kill);
        _node.Until(() => _node.Naps().Count == 20 && !_node.Naps().Contains(before.First()), () => $"{_node.Naps().Count} naps");
        _node.Bring("many", "2");
        Assert.Empty(_node.Naps());
    }

    [Fact]
    public void What_died_while_no_daemon_ran_is_started_again_and_what_was_done_is_not_repeated()
    {
        var before = Up(20);
        _node.Bring("t", "1");
        _node.WaitForOut("one\n");
        _node.Kill9();
        Signals.Send(before.First(), Signals.Kill);
        _node.Until(() => _node.Naps().Count == 19, () => $"{_node.Naps().Count} naps");
        _node.Start();
        _node.Until(() => _node.Naps().Count == 20, () => $"{_node.Naps().Count} naps");
        Assert.Superset(before.Skip(1).ToHashSet(), _node.Naps());
        _node.WaitForStatus("t", "1 DONE");
        _node.Bring("t", "1");
        Assert.Equal("one\n", _node.Out);
    }

    [Theory]
    [InlineData(":::service.m1.directory:/tmp")]
    [InlineData(":::service.m1.limit-nofile:77")]
    [InlineData(":::service.m1.env-file:/dev/null")]
    public void An_entry_whose_surroundings_changed_while_no_daemon_ran_does_not_go_on_as_it_was(string setting)
    {
        using var node = new ServiceNode(Entries(2));
        node.Bring("many", "1");
        var (first, second) = (node.Pid("many/m1"), node.Pid("many/m2"));
        node.Kill9();
        node.Write([.. Entries(2), setting]);
        node.Start();
        node.Until(() => node.Pid("many/m1") is var now && now != 0 && now != first, () => "m1 is not started anew");
        node.Until(() => node.Naps().Count == 2, () => $"{node.Naps().Count} naps");
        Assert.Equal(second, node.Pid("many/m2"));
        var changed = node.Pid("many/m1");
        node.Kill9();
        node.Start();
        node.Bring("many", "1");
        Assert.Equal((changed, second), (node.Pid("many/m1"), node.Pid("many/m2")));
    }

    [Fact]
    public void A_level_job_goes_on_after_kill_9_with_the_wait_that_it_had_begun()
    {
        var job = _node.Submit("w", "1");
        _node.Until(() => _node.Naps().Count == 1 && _node.OutLines.Length == 1, () => _node.Out);
        _node.Kill9();
        _node.Start();
        Assert.Equal("running", _node.Daemon.Http.Status(job));
        Assert.Single(_node.Naps());
        Signals.Send(_node.Naps().Single(), Signals.Kill);
        Assert.Equal("success", _node.Daemon.Http.WaitForEnd(job));
        _node.WaitForOut("begun\nended\nafter\n");
    }

    [Fact]
    public void Many_kills_9_in_the_middle_of_changes_of_level_end_with_each_entry_once()
    {
        const int Seed = 20031125, Count = 100;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        _node.Write(Entries(Count));
        for (var round = 0; round < TestScale.Of(1); round++)
        {
            // Daemon after daemon dies on the way up, each a little further, then on the way down.
            var up = _node.Submit("many", "1");
            foreach (var reached in Enumerable.Range(0, 5).Select(_ => random.Next(Count)).Order())
                KillWhen(() => _node.Naps().Count >= reached);
            Assert.Equal("success", _node.Daemon.Http.WaitForEnd(up));
            _node.Until(() => _node.Naps().Count >= Count, () => $"{_node.Naps().Count} naps");
            Assert.Equal(_node.Naps(), _node.Rows("process", "pid").Values.Select(row => (int?)row["pid"] ?? 0).Where(pid => pid > 0).ToHashSet());
            Assert.Equal(Count, _node.Naps().Count);
            var down = _node.Submit("many", "2");
            foreach (var left in Enumerable.Range(0, 2).Select(_ => random.Next(Count)).OrderDescending())
                KillWhen(() => _node.Naps().Count <= left);
            Assert.Equal("success", _node.Daemon.Http.WaitForEnd(down));
            Assert.Empty(_node.Naps());
        }
    }

    private void KillWhen(Func<bool> moment)
    {
        _node.Until(moment, () => $"{_node.Naps().Count} naps");
        _node.Kill9();
        _node.Start();
    }

    [Fact]
    public void A_kill_9_while_the_dead_are_replaced_ends_with_each_entry_once()
    {
        _node.Write(Entries(100));
        var before = Up(100);
        for (var round = 0; round < 5; round++)
        {
            foreach (var pid in before)
                Signals.Send(pid, Signals.Kill);
            _node.Until(() => _node.Naps().Except(before).Count() > round * 15, () => $"{_node.Naps().Count} naps");
            _node.Kill9();
            _node.Start();
            _node.Until(() => _node.Naps() is var now && now.Count >= 100 && !now.Overlaps(before), () => $"{_node.Naps().Count} naps");
            _node.Bring("many", "1");
            before = _node.Naps();
            Assert.Equal(100, before.Count);
            Assert.Equal(before, _node.Rows("process", "pid").Values.Select(row => (int?)row["pid"] ?? 0).Where(pid => pid > 0).ToHashSet());
        }
    }

    [Fact]
    public void Five_hundred_processes_survive_three_daemons()
    {
        _node.Write(Entries(500));
        var before = Up(500);
        for (var round = 0; round < 3; round++)
        {
            _node.Kill9();
            Assert.Equal(before, _node.Naps());
            _node.Start();
            _node.Bring("many", "1");
            Assert.Equal(before, _node.Naps());
        }
        var killed = before.Take(100).ToHashSet();
        foreach (var pid in killed)
            Signals.Send(pid, Signals.Kill);
        _node.Until(() => _node.Naps().Count == 500 && !_node.Naps().Overlaps(killed), () => $"{_node.Naps().Count} naps");
        Assert.Superset(before.Except(killed).ToHashSet(), _node.Naps());
        _node.Bring("many", "2");
        Assert.Empty(_node.Naps());
    }

    private static string[] Entries(int count) => [.. Enumerable.Range(1, count).Select(i => $"many:m{i}:1:respawn:NAP 2000")];

    private HashSet<int> Up(int count)
    {
        _node.Bring("many", "1");
        _node.Until(() => _node.Naps().Count == count, () => $"{_node.Naps().Count} naps");
        return _node.Naps();
    }
}
