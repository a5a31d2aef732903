using Drover.Agent;
using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Services.Supervision;

namespace Drover.Services.Tests.Supervision;

/// <summary>What the next daemon makes of what the last one left.</summary>
public sealed class AdoptionTests
{
    private static readonly string[] s_entry = ["g:t:1:respawn:/bin/x", "g:u:1:respawn:/bin/y"];

    [Fact]
    public async Task What_runs_is_adopted_and_nothing_is_started_twice()
    {
        await using var node = await SupervisedNode.StartAsync(s_entry);
        await node.BringAsync("g", "1");
        await node.RestartAsync();
        var row = await node.UntilAsync("g", "DONE");
        Assert.Equal(("1", "1", 2), (row.Level, row.Target, row.Running));
        Assert.Equal(101, (await node.UntilAsync("g/t", r => r.State == "UP")).Pid);
        node.Agent.End("t", ExitStatus.Unknown);
        Assert.Equal("start t", await node.CallAsync());
        Assert.Equal(3, node.Machine.Started);
    }

    [Fact]
    public async Task What_died_meanwhile_is_started_again_and_counted()
    {
        await using var node = await SupervisedNode.StartAsync(s_entry);
        await node.BringAsync("g", "1");
        await node.RestartAsync(() => node.Machine["t"].Exit = ExitStatus.Exited(5));
        Assert.Equal("start t", await node.CallAsync());
        var row = await node.UntilAsync("g/t", r => r is { State: "UP", Pid: > 0 });
        Assert.Equal((1, "exit 5"), (row.Restarts, row.LastExit));
    }

    [Theory, MemberData(nameof(RunNoteTests.Options), MemberType = typeof(RunNoteTests))]
    public async Task An_option_that_changed_while_no_daemon_ran_is_treated_as_a_reread_treats_it(string key, string value, bool needsRestart)
    {
        await using var down = await SupervisedNode.StartAsync(s_entry);
        await down.BringAsync("g", "1");
        await down.RestartAsync(() => down.Write([.. s_entry, $":::service.t.{key}:{value}"]));

        await using var live = await SupervisedNode.StartAsync(s_entry);
        await live.BringAsync("g", "1");
        live.Write([.. s_entry, $":::service.t.{key}:{value}"]);
        await live.Supervisor.TakeCltabAsync(live.NewOrder(), CltabTaking.Asking, live.Token);

        foreach (var node in new[] { down, live })
        {
            if (needsRestart)
                await node.UntilAsync("g/t", r => r.Pid == 103);
            Assert.Equal(needsRestart ? 3 : 2, node.Machine.Started);
            Assert.Equal(102, (await node.UntilAsync("g/u", r => r.Pid > 0)).Pid);
        }
    }

    [Theory]
    [InlineData("g:t:1:once:/bin/x")]
    [InlineData("g:t:1:respawn:/bin/x y")]
    public async Task Another_mode_or_command_is_started_anew_as_well(string line)
    {
        await using var node = await SupervisedNode.StartAsync(s_entry);
        await node.BringAsync("g", "1");
        await node.RestartAsync(() => node.Write(line, s_entry[1]));
        Assert.Equal("signal t 2", await node.CallAsync());
        Assert.Equal("start t", await node.CallAsync());
        await node.UntilAsync("g/t", r => r.Pid == 103);
    }

    [Fact]
    public async Task A_changed_entry_is_stopped_as_it_was_started()
    {
        await using var node = await SupervisedNode.StartAsync([.. s_entry, ":::service.t.stop-signal:TERM"]);
        await node.BringAsync("g", "1");
        await node.RestartAsync(() => node.Write([.. s_entry, ":::service.t.stop-signal:INT", ":::service.t.user:www-data"]));
        Assert.Equal("signal t 15", await node.CallAsync());
        Assert.Equal("start t", await node.CallAsync());
        Assert.Equal("www-data", node.Machine["t"].Spec.User);
    }

    [Fact]
    public async Task A_process_of_an_older_build_goes_on_and_is_on_record_in_todays_form()
    {
        string[] cltab = [.. s_entry, ":::service.t.directory:/srv"];
        await using var node = await SupervisedNode.StartAsync(cltab);
        await node.BringAsync("g", "1");
        var old = node.Machine["t"];
        await node.RestartAsync(() => old.Spec = old.Spec with { Note = RawJson.String("run=4 restarts=3 line=g:t:1:respawn:/bin/x"), LogPath = "/var/lib/drover/output/g/t.log" });
        Assert.Equal(3, (await node.UntilAsync("g/t", r => r is { State: "UP", Pid: 101 })).Restarts);
        var note = RunNote.Read(node.Machine["t"].Spec.Note, new ProcessKey("n1", "g", "t"));
        Assert.Equal((4, true, "/srv"), (note.Run, note.HasOptions, note.Entry!.Options.Spawn.Directory));
        Assert.Equal("/var/lib/drover/output/n1/g/t.log", node.Machine["t"].Spec.LogPath);

        // From now on it is known what it was started with.
        await node.RestartAsync(() => node.Write([.. s_entry, ":::service.t.directory:/tmp"]));
        await node.UntilAsync("g/t", r => r.Pid == 103);
    }

    [Fact]
    public async Task A_group_of_an_older_build_goes_on_to_where_its_master_remembers_it()
    {
        await using var node = await SupervisedNode.StartAsync(s_entry);
        await node.BringAsync("g", "1");
        var remembered = (await node.ReportAsync<GroupChanged>(r => r.Status?.State == "DONE")).Status!;
        await node.RestartAsync(() =>
        {
            File.Delete(Path.Combine(node.RunDirectory, "groups"));
            node.Clock.Advance(TimeSpan.FromHours(1));
        }, new Dictionary<string, GroupStatus> { ["g"] = remembered });
        var row = await node.UntilAsync("g", "DONE");
        Assert.Equal((2, remembered.Since), (row.Running, row.Since));
        Assert.Equal(2, node.Machine.Started);
        await node.RestartAsync();
        Assert.Equal(2, (await node.UntilAsync("g", "DONE")).Running);
    }

    [Fact]
    public async Task What_was_remembered_of_another_boot_counts_for_nothing()
    {
        await using var node = await SupervisedNode.StartAsync([.. s_entry, ":::group.g.start-level:1"]);
        Assert.Equal("start t u", await node.CallAsync());
        var old = new GroupStatus("2", "2", "DONE", null, 5, "another boot");
        await node.RestartAsync(() =>
        {
            File.Delete(Path.Combine(node.RunDirectory, "groups"));
            node.Machine.Runs.ToList().ForEach(node.Machine.Forget);
        }, new Dictionary<string, GroupStatus> { ["g"] = old });
        Assert.Equal("start t u", await node.CallAsync());
    }

    [Fact]
    public async Task A_master_hears_of_what_changed_while_it_was_away_and_only_of_that()
    {
        await using var node = await SupervisedNode.StartAsync([.. s_entry, "h:v:1:once:/bin/v"]);
        await node.BringAsync("g", "1");
        var known = (await node.ReportAsync<GroupChanged>(r => r.Status?.State == "DONE")).Status!;
        await node.BringAsync("h", "1");
        var gone = known with { Level = "9" };
        await node.RestartAsync(remembered: new Dictionary<string, GroupStatus> { ["g"] = known, ["h"] = known with { Level = "7" }, ["gone"] = gone });
        var told = await node.Supervisor.ReadReportsAsync(0, node.Token);
        Assert.DoesNotContain(told.OfType<GroupChanged>(), r => r.Group.Group == "g" && r.Status != known);
        Assert.Equal(("1", "DONE"), told.OfType<GroupChanged>().Where(r => r.Group.Group == "h").Select(r => (r.Status!.Level!, r.Status.State)).Last());
        Assert.Null(told.OfType<GroupChanged>().Single(r => r.Group.Group == "gone").Status);
    }

    [Fact]
    public async Task An_order_that_an_earlier_daemon_began_is_recognised_and_goes_on()
    {
        await using var node = await SupervisedNode.StartAsync("g:w:1:wait:/bin/w", "g:o:1:once:/bin/o");
        var order = node.NewOrder();
        await node.Supervisor.TellAsync(order, "g", "1", node.Token);
        Assert.Equal("start w", await node.CallAsync());
        await node.RestartAsync();
        Assert.Null(await node.Supervisor.TellAsync(order, "g", "1", node.Token));
        node.Agent.End("w", ExitStatus.Exited(0));
        Assert.Equal("start o", await node.CallAsync());
        Assert.Equal(new LevelEnd(LevelEndKind.Reached, "DONE"), await node.EndAsync(order));

        await node.RestartAsync();
        Assert.Null(await node.Supervisor.TellAsync(order, "g", "1", node.Token));
        Assert.Equal(new LevelEnd(LevelEndKind.Reached, "DONE"), await node.EndAsync(order));
        Assert.Equal(2, node.Machine.Started);
    }

    [Fact]
    public async Task A_start_that_was_only_intended_is_made_once_by_the_next_daemon()
    {
        await using var node = await SupervisedNode.StartAsync(s_entry);
        await node.BringAsync("g", "1");
        await node.RestartAsync(() => node.Machine["u"].IsHalfStarted = true);
        Assert.Equal("start u", await node.CallAsync());
        await node.UntilAsync("g/u", r => r is { State: "UP", Pid: 103 });
        Assert.Equal(2, node.Machine.Runs.Count);
    }

    [Fact]
    public async Task A_group_that_left_the_cltab_meanwhile_is_stopped_by_the_ladder_of_its_entries()
    {
        await using var node = await SupervisedNode.StartAsync([.. s_entry, "old:x:1:respawn:/bin/x", ":::service.x.stop-signal:USR1"]);
        await node.BringAsync("old", "1");
        await node.RestartAsync(() => node.Write(s_entry));
        node.Agent.Obeyed.Add(10);
        Assert.Equal("signal x 10", await node.CallAsync());
    }
}
