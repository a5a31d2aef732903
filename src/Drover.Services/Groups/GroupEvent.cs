using System.Collections.Immutable;
using Drover.Nodes.Services;
using Drover.Services.Cltab;
using Drover.Services.Processes;

namespace Drover.Services.Groups;

/// <summary>What a group machine hears. Reports about a process name the run that they speak of; those of other runs are not heard.</summary>
public abstract record GroupEvent
{
    private GroupEvent()
    {
    }

    /// <summary>Go to a level. Takes a definition that was offered before.</summary>
    public sealed record Tell(string Level) : GroupEvent
    {
        /// <summary>Entries that stay stopped by an order of before, by tag.</summary>
        public IReadOnlyCollection<string> Held { get; init; } = [];
    }

    /// <summary>
    /// The cltab was read. With <paramref name="Apply"/> the difference is applied to a group at its level; otherwise the definition is only
    /// offered, and taken by the next <see cref="Tell"/>. Null: the group was removed; it is halted either way.
    /// </summary>
    public sealed record Reread(CltabGroup? Definition, bool Apply) : GroupEvent;

    /// <summary>A process runs.</summary>
    public sealed record ProcessStarted(string Tag, long Run, int Pid) : GroupEvent;

    /// <summary>A process could not be started; <paramref name="Error"/> says why, with the name of the errno.</summary>
    public sealed record StartFailed(string Tag, long Run, string Error) : GroupEvent;

    /// <summary>A process said that it is ready.</summary>
    public sealed record ProcessReady(string Tag, long Run) : GroupEvent;

    /// <summary>The main process has ended. <paramref name="NothingLeft"/>: and it is known that nothing of its tree lives.</summary>
    public sealed record ProcessExited(string Tag, long Run, ExitStatus Status, bool NothingLeft) : GroupEvent;

    /// <summary>Nothing of the tree of a process lives. If its main process was not reported before, it ended in an unknown way.</summary>
    public sealed record ProcessGone(string Tag, long Run) : GroupEvent;

    /// <summary>A timer that <see cref="GroupAction.SetTimer"/> asked for is due.</summary>
    public sealed record TimerDue(string Tag, long Timer) : GroupEvent;

    /// <summary>Stop everything.</summary>
    public sealed record Halt : GroupEvent;

    /// <summary>Give up the change of level; processes stay as they are, save that a stop which has begun goes on to its end.</summary>
    public sealed record Cancel(string Reason) : GroupEvent;

    /// <summary>Forget the quick deaths of an entry (null: of all), and start it if it pauses.</summary>
    public sealed record ClearBackoff(string? Tag) : GroupEvent;

    /// <summary>Start, stop or restart one entry of a group that is at, or on its way to, a level. One that is stopped so is held: it is not started by
    /// the sequence of its level before it is ordered to, or the group is told a level.</summary>
    public sealed record ChangeEntry(string Tag, EntryChange Change) : GroupEvent;

    /// <summary>What became of the processes of a group while no daemon ran. Entries that are not listed do not run and have not run.</summary>
    public sealed record Adopted(ImmutableArray<AdoptedProcess> Processes) : GroupEvent;
}
