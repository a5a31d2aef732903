using System.Collections.Frozen;
using static Drover.Services.Groups.GroupAct;
using static Drover.Services.Groups.GroupHappening;
using static Drover.Services.Groups.GroupPhase;

namespace Drover.Services.Groups;

/// <summary>One pair of the table: in <paramref name="Phase"/>, at <paramref name="Happening"/>, do <paramref name="Act"/> and be in <paramref name="Next"/>.</summary>
internal sealed record GroupRule(GroupPhase Phase, GroupHappening Happening, GroupAct Act, GroupPhase Next);

/// <summary>The group machine. Every pair of state and happening is listed; docs/services-states.md prints the same table.</summary>
internal static class GroupTable
{
    public static readonly GroupRule[] Rules =
    [
        On(Configured, Tell, Begin, Starting),
        On(Configured, Resume, StopLeavers, Stopping),
        On(Configured, Halt, StopAll, Halting),
        .. Ignored(Configured, Reread, Cancel, LeaversGone, Discarded, AllRan, CountedDone, CountedPassed, CountedFailed, AllGone),

        On(Starting, Tell, StopLeavers, Stopping),
        On(Starting, Resume, StopLeavers, Stopping),
        On(Starting, Reread, StopLeavers, Stopping),
        On(Starting, Halt, StopAll, Halting),
        On(Starting, Cancel, Abandon, Failed),
        On(Starting, AllRan, Count, Checking),
        .. Ignored(Starting, LeaversGone, Discarded, CountedDone, CountedPassed, CountedFailed, AllGone),

        On(Checking, Tell, StopLeavers, Stopping),
        On(Checking, Resume, StopLeavers, Stopping),
        On(Checking, Reread, StopLeavers, Stopping),
        On(Checking, Halt, StopAll, Halting),
        On(Checking, Cancel, Abandon, Failed),
        On(Checking, CountedDone, Arrive, Done),
        On(Checking, CountedPassed, Arrive, Passed),
        On(Checking, CountedFailed, Arrive, Failed),
        .. Ignored(Checking, LeaversGone, Discarded, AllRan, AllGone),

        On(Done, Tell, StopLeavers, Stopping),
        On(Done, Resume, StopLeavers, Stopping),
        On(Done, Reread, StopLeavers, Stopping),
        On(Done, Halt, StopAll, Halting),
        .. Ignored(Done, Cancel, LeaversGone, Discarded, AllRan, CountedDone, CountedPassed, CountedFailed, AllGone),

        On(Passed, Tell, StopLeavers, Stopping),
        On(Passed, Resume, StopLeavers, Stopping),
        On(Passed, Reread, StopLeavers, Stopping),
        On(Passed, Halt, StopAll, Halting),
        .. Ignored(Passed, Cancel, LeaversGone, Discarded, AllRan, CountedDone, CountedPassed, CountedFailed, AllGone),

        On(Failed, Tell, StopLeavers, Stopping),
        On(Failed, Resume, StopLeavers, Stopping),
        On(Failed, Reread, StopLeavers, Stopping),
        On(Failed, Halt, StopAll, Halting),
        .. Ignored(Failed, Cancel, LeaversGone, Discarded, AllRan, CountedDone, CountedPassed, CountedFailed, AllGone),

        On(Stopping, Tell, StopLeavers, Stopping),
        On(Stopping, Resume, StopLeavers, Stopping),
        On(Stopping, Reread, StopLeavers, Stopping),
        On(Stopping, Halt, StopAll, Halting),
        On(Stopping, Cancel, Abandon, Failed),
        On(Stopping, LeaversGone, Discard, Dumping),
        .. Ignored(Stopping, Discarded, AllRan, CountedDone, CountedPassed, CountedFailed, AllGone),

        On(Dumping, Tell, StopLeavers, Stopping),
        On(Dumping, Resume, StopLeavers, Stopping),
        On(Dumping, Reread, StopLeavers, Stopping),
        On(Dumping, Halt, StopAll, Halting),
        On(Dumping, Cancel, Abandon, Failed),
        On(Dumping, Discarded, Begin, Starting),
        .. Ignored(Dumping, LeaversGone, AllRan, CountedDone, CountedPassed, CountedFailed, AllGone),

        On(Halting, Tell, StopLeavers, Stopping),
        On(Halting, AllGone, Rest, Configured),
        .. Ignored(Halting, Resume, Reread, Halt, Cancel, LeaversGone, Discarded, AllRan, CountedDone, CountedPassed, CountedFailed),
    ];

    private static readonly FrozenDictionary<(GroupPhase, GroupHappening), GroupRule> s_byPair =
        Rules.ToFrozenDictionary(r => (r.Phase, r.Happening));

    public static GroupRule Find(GroupPhase phase, GroupHappening happening) => s_byPair[(phase, happening)];

    private static GroupRule On(GroupPhase phase, GroupHappening happening, GroupAct act, GroupPhase next) =>
        new(phase, happening, act, next);

    private static IEnumerable<GroupRule> Ignored(GroupPhase phase, params GroupHappening[] happenings) =>
        happenings.Select(h => new GroupRule(phase, h, Ignore, phase));
}
