using System.Collections.Frozen;
using static Drover.Services.Processes.ProcessAct;
using static Drover.Services.Processes.ProcessHappening;
using static Drover.Services.Processes.ProcessPhase;

namespace Drover.Services.Processes;

/// <summary>One pair of the table: in <paramref name="Phase"/>, at <paramref name="Happening"/>, do <paramref name="Act"/> and be in <paramref name="Next"/>.</summary>
internal sealed record ProcessRule(ProcessPhase Phase, ProcessHappening Happening, ProcessAct Act, ProcessPhase Next);

/// <summary>The process machine. Every pair of state and happening is listed; docs/services-states.md prints the same table.</summary>
internal static class ProcessTable
{
    public static readonly ProcessRule[] Rules =
    [
        On(Configured, Start, Spawn, Setup),
        On(Configured, Forget, Reset, Configured),
        .. Ignored(Configured, Stop, RunsFront, RunsBack, RunsUnready, StartFailed, Ready, Ended, EndedGood, EndedBad,
            Died, Restart, Throttle, Gone, TimerDue, ClearBackoff),

        On(Adopting, RunsFront, AwaitEnd, Running),
        On(Adopting, RunsBack, Settle, Up),
        On(Adopting, RunsUnready, AwaitReady, Awaiting),
        On(Adopting, StartFailed, Settle, Broken),
        On(Adopting, Ended, Settle, Done),
        On(Adopting, EndedGood, Settle, Pass),
        On(Adopting, EndedBad, Settle, Fail),
        On(Adopting, Died, KillRest, Cleaning),
        On(Adopting, Restart, Carry, Configured),
        On(Adopting, Throttle, Pause, Pausing),
        On(Adopting, Gone, Reset, Configured),
        .. Ignored(Adopting, Start, Stop, Forget, Ready, TimerDue, ClearBackoff),

        On(Setup, Stop, BeginStop, Stopping),
        On(Setup, RunsFront, AwaitEnd, Running),
        On(Setup, RunsBack, Settle, Up),
        On(Setup, RunsUnready, AwaitReady, Awaiting),
        On(Setup, StartFailed, Settle, Broken),
        On(Setup, Ended, Settle, Done),
        On(Setup, EndedGood, Settle, Pass),
        On(Setup, EndedBad, Settle, Fail),
        On(Setup, Died, KillRest, Cleaning),
        On(Setup, Restart, Spawn, Setup),
        On(Setup, Throttle, Pause, Pausing),
        .. Ignored(Setup, Start, Forget, Ready, Gone, TimerDue, ClearBackoff),

        On(Awaiting, Stop, BeginStop, Stopping),
        On(Awaiting, Ready, Settle, Up),
        On(Awaiting, Ended, Settle, Done),
        On(Awaiting, Died, KillRest, Cleaning),
        On(Awaiting, Restart, Spawn, Setup),
        On(Awaiting, Throttle, Pause, Pausing),
        On(Awaiting, TimerDue, GiveUpReady, Up),
        .. Ignored(Awaiting, Start, Forget, RunsFront, RunsBack, RunsUnready, StartFailed, EndedGood, EndedBad, Gone, ClearBackoff),

        On(Running, Stop, BeginStop, Stopping),
        On(Running, Ended, Settle, Done),
        On(Running, EndedGood, Settle, Pass),
        On(Running, EndedBad, Settle, Fail),
        On(Running, TimerDue, EndOverdue, Running),
        .. Ignored(Running, Start, Forget, RunsFront, RunsBack, RunsUnready, StartFailed, Ready, Died, Restart, Throttle, Gone, ClearBackoff),

        On(Up, Stop, BeginStop, Stopping),
        On(Up, Ready, Settle, Up),
        On(Up, Ended, Settle, Done),
        On(Up, Died, KillRest, Cleaning),
        On(Up, Restart, Spawn, Setup),
        On(Up, Throttle, Pause, Pausing),
        .. Ignored(Up, Start, Forget, RunsFront, RunsBack, RunsUnready, StartFailed, EndedGood, EndedBad, Gone, TimerDue, ClearBackoff),

        On(Done, Stop, BeginStop, Stopping),
        On(Done, Forget, Reset, Configured),
        .. Ignored(Done, Start, RunsFront, RunsBack, RunsUnready, StartFailed, Ready, Ended, EndedGood, EndedBad, Died, Restart,
            Throttle, Gone, TimerDue, ClearBackoff),

        On(Pass, Stop, BeginStop, Stopping),
        On(Pass, Forget, Reset, Configured),
        .. Ignored(Pass, Start, RunsFront, RunsBack, RunsUnready, StartFailed, Ready, Ended, EndedGood, EndedBad, Died, Restart,
            Throttle, Gone, TimerDue, ClearBackoff),

        On(Fail, Stop, BeginStop, Stopping),
        On(Fail, Forget, Reset, Configured),
        .. Ignored(Fail, Start, RunsFront, RunsBack, RunsUnready, StartFailed, Ready, Ended, EndedGood, EndedBad, Died, Restart,
            Throttle, Gone, TimerDue, ClearBackoff),

        On(Broken, Stop, BeginStop, Stopping),
        On(Broken, Forget, Reset, Configured),
        .. Ignored(Broken, Start, RunsFront, RunsBack, RunsUnready, StartFailed, Ready, Ended, EndedGood, EndedBad, Died, Restart,
            Throttle, Gone, TimerDue, ClearBackoff),

        On(Cleaning, Stop, BeginStop, Stopping),
        On(Cleaning, Forget, Reset, Configured),
        On(Cleaning, Restart, Spawn, Setup),
        On(Cleaning, Throttle, Pause, Pausing),
        On(Cleaning, TimerDue, KillRest, Cleaning),
        .. Ignored(Cleaning, Start, RunsFront, RunsBack, RunsUnready, StartFailed, Ready, Ended, EndedGood, EndedBad, Died, Gone, ClearBackoff),

        On(Pausing, Stop, BeginStop, Stopping),
        On(Pausing, Forget, Reset, Configured),
        On(Pausing, TimerDue, Spawn, Setup),
        On(Pausing, ClearBackoff, Spawn, Setup),
        .. Ignored(Pausing, Start, RunsFront, RunsBack, RunsUnready, StartFailed, Ready, Ended, EndedGood, EndedBad, Died, Restart,
            Throttle, Gone),

        On(Stopping, Gone, Reset, Configured),
        On(Stopping, TimerDue, NextStop, Stopping),
        .. Ignored(Stopping, Start, Stop, Forget, RunsFront, RunsBack, RunsUnready, StartFailed, Ready, Ended, EndedGood, EndedBad, Died,
            Restart, Throttle, ClearBackoff),
    ];

    private static readonly FrozenDictionary<(ProcessPhase, ProcessHappening), ProcessRule> s_byPair =
        Rules.ToFrozenDictionary(r => (r.Phase, r.Happening));

    public static ProcessRule Find(ProcessPhase phase, ProcessHappening happening) => s_byPair[(phase, happening)];

    private static ProcessRule On(ProcessPhase phase, ProcessHappening happening, ProcessAct act, ProcessPhase next) =>
        new(phase, happening, act, next);

    private static IEnumerable<ProcessRule> Ignored(ProcessPhase phase, params ProcessHappening[] happenings) =>
        happenings.Select(h => new ProcessRule(phase, h, Ignore, phase));
}
