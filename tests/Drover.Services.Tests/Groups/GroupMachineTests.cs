using Drover.Services.Cltab;
using Drover.Services.Groups;
using Drover.Services.Processes;

namespace Drover.Services.Tests.Groups;

/// <summary>What scenarios do not show: reports out of place, and processes that nobody expects.</summary>
public sealed class GroupMachineTests
{
    private static readonly TimeSpan s_now = TimeSpan.FromSeconds(100);

    [Fact]
    public void A_report_about_an_earlier_run_is_not_heard()
    {
        var group = Up();
        group = Step(group, new GroupEvent.ProcessExited("t", 1, ExitStatus.Exited(1), true)).State;
        Assert.Equal(2, group.Processes["t"].Run);
        Assert.Empty(Step(group, new GroupEvent.ProcessExited("t", 1, ExitStatus.Exited(1), true)).Actions);
        Assert.Empty(Step(group, new GroupEvent.ProcessGone("t", 1)).Actions);
    }

    [Fact]
    public void A_report_that_comes_twice_is_heard_once()
    {
        var group = Step(Up(), new GroupEvent.Tell("9")).State;
        group = Step(group, new GroupEvent.ProcessExited("t", 1, ExitStatus.Exited(0), true)).State;
        Assert.Equal(GroupPhase.Done, group.Phase);
        Assert.Empty(Step(group, new GroupEvent.ProcessExited("t", 1, ExitStatus.Exited(0), true)).Actions);
        Assert.Empty(Step(group, new GroupEvent.ProcessGone("nosuch", 1)).Actions);
    }

    [Fact]
    public void An_old_timer_is_not_heard()
    {
        var group = Step(Up(), new GroupEvent.Tell("9")).State;
        var timer = group.Processes["t"].Timer;
        group = Step(group, new GroupEvent.TimerDue("t", timer)).State;
        Assert.Empty(Step(group, new GroupEvent.TimerDue("t", timer)).Actions);
    }

    [Fact]
    public void A_process_that_is_gone_without_a_word_ended_in_an_unknown_way()
    {
        var group = Step(Up(), new GroupEvent.ProcessGone("t", 1)).State;
        Assert.Equal("unknown", group.Processes["t"].LastExit.ToString());
        Assert.Equal(2, group.Processes["t"].Run);
    }

    [Fact]
    public void An_adopted_process_of_a_removed_entry_is_stopped_by_the_ladder()
    {
        var group = GroupMachine.Recover(Define("g:t:1:respawn:x"), "1", "1");
        var step = Step(group, new GroupEvent.Adopted([Lives("t", null), Lives("stray", null)]));
        Assert.Equal(["stray"], step.Actions.OfType<GroupAction.Signal>().Select(a => a.Tag));
        step = Step(step.State, new GroupEvent.ProcessGone("stray", 1));
        Assert.Equal(GroupPhase.Done, step.State.Phase);
        Assert.DoesNotContain("stray", step.State.Processes.Keys);
    }

    [Fact]
    public void An_adopted_process_that_was_started_by_another_definition_is_started_anew()
    {
        var group = GroupMachine.Recover(Define("g:t:1:respawn:new"), "1", "1");
        var step = Step(group, new GroupEvent.Adopted([Lives("t", Define("g:t:1:respawn:old").Entries[0])]));
        Assert.Single(step.Actions.OfType<GroupAction.Signal>());
        step = Step(step.State, new GroupEvent.ProcessGone("t", 1));
        Assert.Equal("new", step.Actions.OfType<GroupAction.Start>().Single().Entry.Command.Text);
    }

    [Fact]
    public void Processes_that_are_found_in_a_group_without_a_level_are_stopped()
    {
        var step = Step(GroupMachine.Recover(Define("g:t:1:respawn:x"), null, null), new GroupEvent.Adopted([Lives("t", null)]));
        Assert.Equal(GroupPhase.Halting, step.State.Phase);
        Assert.Single(step.Actions.OfType<GroupAction.Signal>());
    }

    [Fact]
    public void A_tell_that_comes_before_adoption_waits_for_it()
    {
        var group = GroupMachine.Recover(Define("g:t:1:respawn:x\ng:u:2:respawn:x"), "1", "1");
        var step = Step(group, new GroupEvent.Tell("2"));
        Assert.DoesNotContain(step.Actions, a => a is GroupAction.Start);
        step = Step(step.State, new GroupEvent.Adopted([Lives("t", null)]));
        Assert.Equal(["t"], step.Actions.OfType<GroupAction.Signal>().Select(a => a.Tag));
        step = Step(step.State, new GroupEvent.ProcessGone("t", 1));
        Assert.Equal(["u"], step.Actions.OfType<GroupAction.Start>().Select(a => a.Tag));
    }

    [Fact]
    public void Nothing_can_be_told_to_a_removed_group()
    {
        var group = Step(Up(), new GroupEvent.Reread(null, Apply: false)).State;
        Assert.Empty(Step(group, new GroupEvent.Tell("1")).Actions);
    }

    [Fact]
    public void A_level_that_is_told_while_an_entry_starts_stops_it()
    {
        var group = Step(GroupMachine.Configure(Define("g:t:1:wait:x")), new GroupEvent.Tell("1")).State;
        var step = Step(group, new GroupEvent.Tell("2"));
        Assert.Single(step.Actions.OfType<GroupAction.Signal>());
        step = Step(step.State, new GroupEvent.ProcessStarted("t", 1, 7));
        Assert.Equal(GroupPhase.Stopping, step.State.Phase);
        Assert.Equal(GroupPhase.Done, Step(step.State, new GroupEvent.ProcessGone("t", 1)).State.Phase);
    }

    [Fact]
    public void A_file_that_is_changed_while_a_group_halts_is_what_the_group_consists_of_when_it_has_halted()
    {
        var group = Step(Up(), new GroupEvent.Halt()).State;
        group = Step(group, new GroupEvent.Reread(Define("g:t:1:respawn:x\ng:u:1:respawn:x"), Apply: false)).State;
        Assert.Equal(["t"], group.Processes.Keys);
        group = Step(group, new GroupEvent.ProcessGone("t", 1)).State;
        Assert.Equal(GroupPhase.Configured, group.Phase);
        Assert.Equal(["t", "u"], group.Processes.Keys.Order());
    }

    [Fact]
    public void The_removal_of_a_group_that_does_not_run_is_reported_at_once() =>
        Assert.Contains(new GroupAction.Removed(), Step(GroupMachine.Configure(Define("g:t:1:wait:x")), new GroupEvent.Reread(null, false)).Actions);

    [Fact]
    public void The_words_of_the_status_file_are_the_nine_of_the_old_program() =>
        Assert.Equal(["CONFIGURED", "STARTING", "CHECKING", "DONE", "PASSED", "FAILED", "STOPPING", "DUMPING", "HALTING"],
            Enum.GetValues<GroupPhase>().Select(p => p.Word()));

    private static AdoptedProcess Lives(string tag, CltabEntry? startedAs) =>
        new(tag, 1, 77, AdoptedFate.Lives, ExitStatus.Unknown, startedAs);

    private static GroupState Up()
    {
        var group = Step(GroupMachine.Configure(Define("g:t:1:respawn:x")), new GroupEvent.Tell("1")).State;
        return Step(group, new GroupEvent.ProcessStarted("t", 1, 7)).State;
    }

    private static GroupStep Step(GroupState group, GroupEvent happening) => GroupMachine.Step(group, happening, s_now);

    private static CltabGroup Define(string text) => CltabParser.Parse(text, "f").Groups[0];
}
