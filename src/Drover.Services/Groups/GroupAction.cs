using Drover.Services.Cltab;
using Drover.Services.Processes;
using Drover.Services.Settings;

namespace Drover.Services.Groups;

/// <summary>What a group machine wants done, in this order: a start is carried out, or has failed, before the next is begun.</summary>
public abstract record GroupAction
{
    private GroupAction()
    {
    }

    /// <summary>Start an entry. Answered by <see cref="GroupEvent.ProcessStarted"/> or <see cref="GroupEvent.StartFailed"/>. The account
    /// is to be kept with the process, for <see cref="GroupEvent.Adopted"/>.</summary>
    public sealed record Start(string Tag, long Run, CltabEntry Entry, string Level, ProcessAccount Account) : GroupAction;

    /// <summary>Keep another account with a process than at its start.</summary>
    public sealed record KeepAccount(string Tag, long Run, CltabEntry Entry, ProcessAccount Account) : GroupAction;

    /// <summary>
    /// Send a signal to the whole tree of a process. From now on report <see cref="GroupEvent.ProcessGone"/> as soon as nothing of it lives;
    /// at once, if nothing does.
    /// </summary>
    public sealed record Signal(string Tag, long Run, StopSignal Number) : GroupAction;

    /// <summary>Run the command that its entry has in place of the first signal. The rest as with <see cref="Signal"/>, which is sent if the command cannot be started.</summary>
    public sealed record RunStop(string Tag, long Run, CltabEntry Entry) : GroupAction;

    /// <summary>Kill the whole tree of a process. The rest as with <see cref="Signal"/>.</summary>
    public sealed record KillTree(string Tag, long Run) : GroupAction;

    /// <summary>Send <see cref="GroupEvent.TimerDue"/> after a delay. An entry has one timer; this one replaces an earlier one.</summary>
    public sealed record SetTimer(string Tag, long Timer, TimeSpan Delay) : GroupAction;

    /// <summary>The timer of an entry is not needed any more.</summary>
    public sealed record CancelTimer(string Tag) : GroupAction;

    /// <summary>The group has changed its state. The level is the one last begun, which during a stop is the old one; null: none yet.</summary>
    public sealed record ReportState(GroupPhase Phase, string? Level, string? Reason) : GroupAction;

    /// <summary>A process has changed its state.</summary>
    public sealed record ReportProcess(string Tag, ProcessPhase Phase) : GroupAction;

    /// <summary>A line for the logs of the daemon and of the level job.</summary>
    public abstract record Remark : GroupAction
    {
        private Remark(string tag) => Tag = tag;

        /// <summary>The entry that it is about.</summary>
        public string Tag { get; }

        /// <summary>The line for the log of the job.</summary>
        public abstract string Text { get; }

        /// <summary>It could not be started.</summary>
        public sealed record StartFailed(string Of, string Problem) : Remark(Of)
        {
            /// <inheritdoc/>
            public override string Text => $"{Tag} cannot be started: {Problem}";
        }

        /// <summary>It dies too quickly, so its next start is put off.</summary>
        public sealed record PutOff(string Of, TimeSpan Pause) : Remark(Of)
        {
            /// <inheritdoc/>
            public override string Text => $"{Tag} respawning too rapidly: sleeping {Seconds(Pause)} seconds";
        }

        /// <summary>It could not be started, and is tried again later.</summary>
        public sealed record TriedLater(string Of, TimeSpan Pause) : Remark(Of)
        {
            /// <inheritdoc/>
            public override string Text => $"{Tag} is tried again in {Seconds(Pause)} seconds";
        }

        /// <summary>It did not say in time that it is ready.</summary>
        public sealed record NotReady(string Of, TimeSpan Waited) : Remark(Of)
        {
            /// <inheritdoc/>
            public override string Text => $"{Tag} did not say that it is ready within {Seconds(Waited)} seconds: going on without";
        }

        /// <summary>It runs longer than it may.</summary>
        public sealed record Overdue(string Of, TimeSpan Most) : Remark(Of)
        {
            /// <inheritdoc/>
            public override string Text => $"{Tag} has run longer than its timeout of {Seconds(Most)} seconds: it is stopped";
        }

        private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.###");
    }

    /// <summary>The group was removed from the cltab, and nothing of it is left: forget it.</summary>
    public sealed record Removed : GroupAction;
}
