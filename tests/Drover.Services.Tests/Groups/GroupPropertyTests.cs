using Drover.Nodes.Services;
using Drover.Services.Cltab;
using Drover.Services.Groups;
using Drover.Services.Plans;
using Drover.Services.Processes;

namespace Drover.Services.Tests.Groups;

/// <summary>What holds whatever happens. Seeds are fixed; a failure names its seed.</summary>
public sealed class GroupPropertyTests
{
    /// <summary>Default ladder 15 s, and time for restarts and pauses around it.</summary>
    private static readonly TimeSpan s_longEnough = TimeSpan.FromSeconds(40);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 150)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Random_events_never_give_two_live_processes_of_one_entry(int seed)
    {
        var run = new RandomRun(seed);
        run.Steps(400);
        Assert.True(run.Node.Complaints.Count == 0, $"seed {seed}: {string.Join("; ", run.Node.Complaints)}");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_halted_group_ends_in_bounded_time_with_nothing_alive(int seed)
    {
        var run = new RandomRun(seed);
        run.Steps(200);
        run.Take(new GroupEvent.Halt());
        run.Settle(s_longEnough);
        Assert.True(run.Group.Phase == GroupPhase.Configured, $"seed {seed}: {run.Group.Phase}");
        Assert.True(!run.Node.Alive.Any(), $"seed {seed}: {string.Join(", ", run.Node.Alive.Select(p => p.Tag))} alive");
        Assert.True(run.Node.NextTimer is null, $"seed {seed}: a timer is left");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void After_a_level_change_nothing_lives_that_does_not_belong_to_the_level(int seed)
    {
        var run = new RandomRun(seed);
        run.Steps(200);
        run.Take(new GroupEvent.Tell("9"));
        run.Settle(s_longEnough);
        Assert.True(run.Group is { Phase: GroupPhase.Done, Level: "9" }, $"seed {seed}: {run.Group.Level} {run.Group.Phase}");
        Assert.True(!run.Node.Alive.Any(), $"seed {seed}: {string.Join(", ", run.Node.Alive.Select(p => p.Tag))} alive");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_daemon_that_is_killed_adopts_all_and_starts_nothing_twice(int seed)
    {
        var run = new RandomRun(seed);
        for (var i = 0; i < 5; i++)
        {
            run.Steps(60);
            run.Crash();
        }

        run.Steps(60);
        Assert.True(run.Node.Complaints.Count == 0, $"seed {seed}: {string.Join("; ", run.Node.Complaints)}");
        run.Take(new GroupEvent.Halt());
        run.Settle(s_longEnough);
        Assert.True(!run.Node.Alive.Any(), $"seed {seed}: {string.Join(", ", run.Node.Alive.Select(p => p.Tag))} alive");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_daemon_that_is_killed_forgets_no_restart_no_exit_no_quick_death_and_no_pause(int seed)
    {
        var run = new RandomRun(seed);
        for (var i = 0; i < 10; i++)
        {
            run.Steps(40);
            var before = run.Group;
            run.Crash();
            foreach (var old in before.Processes.Values)
                if (old.Phase is ProcessPhase.Up or ProcessPhase.Pausing && run.Group.Processes.GetValueOrDefault(old.Tag) is { } now && now.Phase == old.Phase)
                {
                    // A start that failed leaves no record, so nothing is known of it.
                    var isKnown = old.Phase == ProcessPhase.Up || old.Error is null;
                    Assert.True(!isKnown || now.Account == old.Account, $"seed {seed}: {old.Tag} was {old.Account}, is {now.Account}");
                    Assert.True(!isKnown || now.PausedUntil is not { } until || until <= old.PausedUntil, $"seed {seed}: {old.Tag} pauses longer");
                }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_same_events_give_the_same_actions(int seed)
    {
        var (first, second) = (new RandomRun(seed), new RandomRun(seed));
        first.Steps(150);
        second.Steps(150);
        Assert.Equal(first.Actions, second.Actions);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_process_that_must_stop_has_a_running_timer_until_it_is_gone(int seed)
    {
        var run = new RandomRun(seed);
        for (var i = 0; i < 200; i++)
        {
            run.Steps(1);
            Assert.All(run.Group.Processes.Values.Where(p => p.Phase is ProcessPhase.Stopping or ProcessPhase.Cleaning or ProcessPhase.Pausing),
                p => Assert.True(p.TimerRuns, $"seed {seed}: {p.Tag} is {p.Phase} without a timer"));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_plan_names_the_starts_that_then_happen_in_their_order(int seed)
    {
        var run = new RandomRun(seed) { IsPeaceful = true };
        run.Take(new GroupEvent.Tell("1"));
        run.Settle(s_longEnough);
        var next = RandomCltab.Make(new Random(seed + 1000));
        var plan = CltabPlan.Make(run.Group, next, "2");
        run.Actions.Clear();
        run.Take(new GroupEvent.Reread(next, Apply: false));
        run.Take(new GroupEvent.Tell("2"));
        run.Settle(s_longEnough);
        var planned = plan.Steps.Where(s => s.Kind is CltabPlanKind.Start or CltabPlanKind.Restart).Select(s => s.Tag);
        Assert.Equal(planned, run.Actions.OfType<GroupAction.Start>().Select(a => a.Tag));
    }

    private sealed class RandomRun
    {
        private readonly Random _random;
        private TimeSpan _now;

        public RandomRun(int seed)
        {
            _random = new Random(seed);
            Node = new RandomNode(_random);
            Group = GroupMachine.Configure(RandomCltab.Make(_random));
        }

        public RandomNode Node { get; }

        public GroupState Group { get; private set; }

        public List<GroupAction> Actions { get; } = [];

        /// <summary>Processes do nothing by themselves, save that what is waited for ends well.</summary>
        public bool IsPeaceful { get; init; }

        public void Take(GroupEvent happening)
        {
            var step = GroupMachine.Step(Group, happening, _now);
            Group = step.State;
            foreach (var action in step.Actions)
            {
                Actions.Add(action);
                if (IsPeaceful)
                    Peace(action);
                else
                    Node.Carry(action, _now);
            }
        }

        public void Steps(int count)
        {
            for (var i = 0; i < count; i++)
            {
                _now += TimeSpan.FromMilliseconds(_random.Next(4) == 0 ? _random.Next(3000) : 0);
                Take(_random.Next(12) == 0 ? Command() : Node.Happen(_now) ?? Command());
            }
        }

        /// <summary>Lets time pass in which no process does anything by itself.</summary>
        public void Settle(TimeSpan span)
        {
            Node.IsStill = true;
            for (var end = _now + span; _now <= end;)
            {
                if (IsPeaceful && _peace.TryDequeue(out var calm))
                    Take(calm);
                else if (!IsPeaceful && Node.Happen(_now) is { } happening)
                    Take(happening);
                else if (Node.NextTimer is { } due && due > _now)
                    _now = due < _now + TimeSpan.FromMilliseconds(100) ? due : _now + TimeSpan.FromMilliseconds(100);
                else
                    _now += TimeSpan.FromMilliseconds(100);
            }
        }

        public void Crash()
        {
            var found = Node.Find(Group).ToList();
            Group = GroupMachine.Recover(Group.Offered ?? Group.Definition, Group.Level, Group.Target, Group.Reason, Group.Held);
            Take(new GroupEvent.Adopted([.. found]));
        }

        private readonly Queue<GroupEvent> _peace = new();

        private void Peace(GroupAction action)
        {
            switch (action)
            {
                case GroupAction.Start a:
                    _peace.Enqueue(new GroupEvent.ProcessStarted(a.Tag, a.Run, 7));
                    _peace.Enqueue(new GroupEvent.ProcessReady(a.Tag, a.Run));
                    if (a.Entry.Mode is CltabMode.Wait or CltabMode.Test)
                        _peace.Enqueue(new GroupEvent.ProcessExited(a.Tag, a.Run, ExitStatus.Exited(0), true));
                    break;
                case GroupAction.RunStop a:
                    _peace.Enqueue(new GroupEvent.ProcessGone(a.Tag, a.Run));
                    break;
                case GroupAction.Signal a:
                    _peace.Enqueue(new GroupEvent.ProcessGone(a.Tag, a.Run));
                    break;
                default: break;
            }
        }

        private GroupEvent Command() => _random.Next(12) switch
        {
            0 => new GroupEvent.Halt(),
            1 => new GroupEvent.Cancel("no more"),
            2 => new GroupEvent.ClearBackoff(null),
            3 => new GroupEvent.Reread(RandomCltab.Make(_random), Apply: true),
            4 => new GroupEvent.Reread(RandomCltab.Make(_random), Apply: false),
            5 or 6 => new GroupEvent.ChangeEntry($"t{_random.Next(6)}", (EntryChange)_random.Next(3)),
            var n => new GroupEvent.Tell((n % 3 + 1).ToString()),
        };
    }
}
