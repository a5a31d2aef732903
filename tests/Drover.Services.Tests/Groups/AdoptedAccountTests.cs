using Drover.Services.Cltab;
using Drover.Services.Groups;
using Drover.Services.Processes;

namespace Drover.Services.Tests.Groups;

/// <summary>Restarts, last exit and throttle over a restart of the daemon.</summary>
public sealed class AdoptedAccountTests
{
    private static readonly TimeSpan s_now = TimeSpan.FromSeconds(100);
    private static readonly ProcessAccount s_worn = new(8, ExitStatus.Exited(3), s_now - TimeSpan.FromSeconds(1.2), Hits: 5, Pauses: 1);

    [Fact]
    public void A_living_process_keeps_its_account_and_its_start()
    {
        var process = Adopt(Found(AdoptedFate.Lives)).State.Processes["t"];
        Assert.Equal((ProcessPhase.Up, s_worn, s_now - TimeSpan.FromSeconds(1)), (process.Phase, process.Account, process.StartedAt));
    }

    [Fact]
    public void One_that_died_unseen_has_one_more_death_and_one_more_restart()
    {
        // The death before was 1.2 s ago: nobody saw this one, so it counts as one of now.
        var step = Adopt(Found(AdoptedFate.Ended));
        var start = step.Actions.OfType<GroupAction.Start>().Single();
        Assert.Equal(new ProcessAccount(9, ExitStatus.Unknown, s_now, Hits: 4, Pauses: 1), start.Account);
    }

    [Fact]
    public void One_that_died_too_quickly_pauses_for_what_is_left_of_the_pause()
    {
        var step = Adopt(Found(AdoptedFate.Ended) with { EndedAt = s_now - TimeSpan.FromSeconds(1) });
        Assert.Empty(step.Actions.OfType<GroupAction.Start>());
        Assert.Equal(TimeSpan.FromSeconds(59), step.Actions.OfType<GroupAction.SetTimer>().Single().Delay);
        var process = step.State.Processes["t"];
        Assert.Equal((ProcessPhase.Pausing, 8, 6, 2), (process.Phase, process.Restarts, process.Hits, process.Pauses));
        Assert.Equal(GroupPhase.Done, step.State.Phase);
    }

    [Fact]
    public void A_pause_that_is_over_is_not_begun_again_but_counts()
    {
        var longAgo = TimeSpan.FromSeconds(-500);
        var step = Adopt(Found(AdoptedFate.Ended) with
        {
            StartedAt = longAgo - TimeSpan.FromSeconds(1),
            EndedAt = longAgo,
            Account = s_worn with { DiedAt = longAgo - TimeSpan.FromSeconds(0.5) },
        });
        Assert.Equal((9, 6, 2), step.Actions.OfType<GroupAction.Start>().Select(s => (s.Account.Restarts, s.Account.Hits, s.Account.Pauses)).Single());
    }

    [Fact]
    public void A_clock_that_jumped_makes_no_pause_longer_than_a_whole_one()
    {
        var step = Adopt(Found(AdoptedFate.Ended) with { EndedAt = s_now + TimeSpan.FromHours(9), Account = s_worn with { Hits = 900, DiedAt = s_now + TimeSpan.FromHours(8) } });
        Assert.Equal(TimeSpan.FromSeconds(60), step.Actions.OfType<GroupAction.SetTimer>().Single().Delay);
    }

    [Fact]
    public void A_start_that_the_old_daemon_did_not_come_to_is_made_and_counted_once()
    {
        var step = Adopt(Found(AdoptedFate.NeverRan));
        Assert.Equal(s_worn, step.Actions.OfType<GroupAction.Start>().Single().Account);
    }

    [Theory]
    [InlineData("2", AdoptedFate.Ended)]
    [InlineData("2", AdoptedFate.NeverRan)]
    public void What_does_not_belong_to_the_level_is_forgotten_with_its_account(string target, AdoptedFate fate)
    {
        var step = Adopt(Found(fate), target: target);
        Assert.Empty(step.Actions.OfType<GroupAction.Start>());
        Assert.Contains(new GroupAction.ReportProcess("t", ProcessPhase.Configured), step.Actions);
        Assert.Equal((0, 0), (step.State.Processes["t"].Restarts, step.State.Processes["t"].Hits));
    }

    [Fact]
    public void A_dead_entry_that_has_changed_begins_anew()
    {
        var step = Adopt(Found(AdoptedFate.Ended) with { StartedAs = Define("g:t:1:respawn:old").Entries[0] });
        Assert.Equal((0, 0), step.Actions.OfType<GroupAction.Start>().Select(s => (s.Account.Restarts, s.Account.Hits)).Single());
    }

    [Fact]
    public void What_waits_for_its_turn_stays_on_record()
    {
        var step = Adopt(Found(AdoptedFate.Ended), "g:first:1:wait:w\ng:t:1:respawn:x");
        Assert.Equal(["first"], step.Actions.OfType<GroupAction.Start>().Select(a => a.Tag));
        Assert.DoesNotContain(step.Actions, a => a is GroupAction.ReportProcess { Tag: "t" });
        Assert.Equal((ProcessPhase.Configured, 8), (step.State.Processes["t"].Phase, step.State.Processes["t"].Restarts));
        step = GroupMachine.Step(step.State, new GroupEvent.ProcessExited("first", 1, ExitStatus.Exited(0), true), s_now);
        Assert.Equal(9, step.Actions.OfType<GroupAction.Start>().Single().Account.Restarts);
    }

    [Fact]
    public void A_cleared_back_off_is_told_to_what_runs_on()
    {
        var group = Adopt(Found(AdoptedFate.Lives)).State;
        var step = GroupMachine.Step(group, new GroupEvent.ClearBackoff("t"), s_now);
        Assert.Equal([new GroupAction.KeepAccount("t", 3, group.Definition.Entries[0], new ProcessAccount(8, ExitStatus.Exited(3), null, 0, 0))], step.Actions);
        Assert.Empty(GroupMachine.Step(step.State, new GroupEvent.ClearBackoff("t"), s_now).Actions);
    }

    private static AdoptedProcess Found(AdoptedFate fate) => new("t", 3, fate == AdoptedFate.Lives ? 77 : 0, fate, ExitStatus.Unknown, null)
    {
        Account = s_worn,
        StartedAt = s_now - TimeSpan.FromSeconds(1),
    };

    private static GroupStep Adopt(AdoptedProcess found, string cltab = "g:t:1:respawn:x", string target = "1") =>
        GroupMachine.Step(GroupMachine.Recover(Define(cltab), "1", target), new GroupEvent.Adopted([found]), s_now);

    private static CltabGroup Define(string text) => CltabParser.Parse(text, "f").Groups[0];
}
