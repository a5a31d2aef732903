using Drover.Agent.Identity;
using Drover.Agent.Native;
using Drover.Agent.Trees;
using Drover.Agent.Watching;

namespace Drover.Agent;

/// <summary>A process in the agent's care: its record, its descriptor, its end.</summary>
internal sealed class Invocation
{
    private readonly Lock _gate = new();
    private InvocationRecord _record;
    private int _pidfd;
    private bool _isForgotten;

    /// <param name="pidfd">Stands for the main process; below 0 if that has ended.</param>
    /// <param name="isChild">Whether we may wait for it; an adopted process belongs to init.</param>
    internal Invocation(InvocationRecord record, int pidfd, bool isChild)
        => (_record, _pidfd, IsChild) = (record, pidfd, isChild);

    internal InvocationRecord Record => Volatile.Read(ref _record);

    internal bool IsChild { get; }

    /// <summary>When the leader ended its process group had other members, so its number was still ours at the first look afterwards.</summary>
    internal bool GroupOutlivedLeader { get; private set; }

    internal long PollToken { get; set; }

    internal long NotifyToken { get; set; }

    internal NotifySocket? Notify { get; set; }

    internal string? Warning { get; set; }

    /// <summary>What it last said about itself.</summary>
    internal string? StatusText { get; set; }

    internal int Pidfd => _pidfd;

    internal bool HasEnded => Record.State == InvocationState.Exited;

    internal ProcessView View()
    {
        var r = Record;
        return new ProcessView(
            r.Invocation, r.Key, r.Level, r.Mode, r.Command, r.Note, r.Pid, r.Started,
            r.State == InvocationState.Exited ? r.Exit : null, !IsChild, r.LogPath, Warning, r.Limits)
        {
            IsReady = !r.Notify || r.IsReady,
            StatusText = StatusText,
        };
    }

    /// <summary>Sends a signal to the main process. False if that has ended.</summary>
    internal bool SignalMain(int signal)
    {
        lock (_gate)
            return _pidfd >= 0 && Libc.PidfdSendSignal(_pidfd, signal, 0) == 0;
    }

    /// <summary>Sends a signal to the process group of the main process. False if that has ended: then nobody is signalled.</summary>
    internal bool SignalGroup(int signal)
    {
        // The gate keeps the reaper out, so a child's number cannot be given away meanwhile.
        lock (_gate)
        {
            if (_pidfd < 0)
                return false;
            if (Libc.PidfdSendSignal(_pidfd, signal, Libc.SignalWholeGroup) == 0)
                return true;
            if (Errno.Last != Errno.Invalid)
                return false;
            // Linux before 6.9. Of an adopted process the descriptor tells whether it is still there.
            return Libc.PidfdSendSignal(_pidfd, 0, 0) == 0 && Libc.Kill(-Record.Pid, signal) == 0;
        }
    }

    /// <summary>Reaps the main process if it has ended. Null if it runs, or if this was known.</summary>
    internal unsafe InvocationRecord? Reap(Func<string, ExitStatus> keptStatus, Action<int> forgetDescriptor)
    {
        lock (_gate)
        {
            if (_pidfd < 0)
                return null;
            ExitStatus status;
            if (IsChild)
            {
                var information = stackalloc byte[128];
                new Span<byte>(information, 128).Clear();
                var result = Libc.WaitId(Libc.WaitByPidfd, _pidfd, information, Libc.WaitExited | Libc.WaitNoHang);
                if (result != 0 && Errno.Last == Errno.Interrupted || result == 0 && *(int*)(information + 16) == 0)
                    return null;
                var code = *(int*)(information + 8);
                var value = *(int*)(information + 24);
                // CLD_EXITED is 1; CLD_KILLED 2 and CLD_DUMPED 3 carry the signal.
                status = result != 0 ? ExitStatus.Unknown : code == 1 ? ExitStatus.Exited(value) : ExitStatus.Killed(value);
                if (Record.KeepStatus && status.Code is { } shell)
                    status = ExitStatus.FromShell(shell);
            }
            else
            {
                status = Record.KeepStatus ? keptStatus(Record.Invocation) : ExitStatus.Unknown;
            }
            status = WithMemory(Record, status);
            // The member may be the adopted leader itself, a zombie for now: the first look comes sooner than its number to somebody else.
            GroupOutlivedLeader = Libc.Kill(-Record.Pid, 0) == 0;
            forgetDescriptor(_pidfd);
            _ = Libc.Close(_pidfd);
            _pidfd = -1;
            Volatile.Write(ref _record, Record with { State = InvocationState.Exited, Exit = status, EndedAfterBoot = BootClock.Now });
            return Record;
        }
    }

    /// <summary>Keeps another note, or another place of the log.</summary>
    internal InvocationRecord Change(Func<InvocationRecord, InvocationRecord> change)
    {
        lock (_gate)
        {
            Volatile.Write(ref _record, change(Record));
            return Record;
        }
    }

    /// <summary>Takes note that it is ready. Null if that was known.</summary>
    internal InvocationRecord? BecomeReady()
    {
        lock (_gate)
        {
            if (Record.IsReady)
                return null;
            Volatile.Write(ref _record, Record with { IsReady = true });
            return Record;
        }
    }

    /// <summary>Keeps who is left in the session after the end, for this daemon and the next.</summary>
    internal void KeepSession(SessionRest rest, Action<InvocationRecord> write)
    {
        lock (_gate)
        {
            if (_isForgotten || Record.State != InvocationState.Exited || rest.Matches(Record.Session))
                return;
            var isNews = rest.Members.Count > 0 || Record.Session is { Members.Count: > 0 };
            Volatile.Write(ref _record, Record with { Session = rest });
            if (isNews)
                write(Record);
        }
    }

    /// <summary>Nothing more is put on record.</summary>
    internal void Forget()
    {
        lock (_gate)
            _isForgotten = true;
    }

    /// <summary>The status, with what the cgroup knows of it.</summary>
    internal static ExitStatus WithMemory(InvocationRecord record, ExitStatus status) =>
        record is { Limits: not null, Cgroup: { } group } && !status.IsSuccess && CgroupLimits.RanOutOfMemory(group)
            ? status with { OutOfMemory = true }
            : status;

    /// <summary>Lets go of the descriptor without touching the process.</summary>
    internal void Release()
    {
        lock (_gate)
        {
            if (_pidfd >= 0)
                _ = Libc.Close(_pidfd);
            _pidfd = -1;
        }
    }
}
